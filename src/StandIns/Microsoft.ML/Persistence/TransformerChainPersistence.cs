using System.Globalization;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Loads a saved <see cref="TransformerChain{TLastTransformer}"/>.</summary>
internal static class TransformerChain
{
    public const string LoaderSignature = "TransformerChain";

    public static VersionInfo GetVersionInfo() => new(
        modelSignature: "XF CHAIN",
        verWrittenCur: 0x00010001,
        verReadableCur: 0x00010001,
        verWeCanReadBack: 0x00010001,
        loaderAssemblyName: OfficialAssemblies.Data,
        loaderSignature: LoaderSignature);

    public static string Directory(int index) => string.Create(CultureInfo.InvariantCulture, $"Transform_{index:000}");

    // Called by the component catalog.
    private static TransformerChain<ITransformer> Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(GetVersionInfo());
        int count = ctx.ReadCount(sizeof(int));
        var scopes = new TransformerScope[count];
        for (int i = 0; i < count; i++)
            scopes[i] = (TransformerScope)ctx.Reader.ReadInt32();
        var transformers = new ITransformer[count];
        for (int i = 0; i < count; i++)
            ctx.LoadModel<ITransformer, SignatureLoadModel>(env, out transformers[i], Directory(i));
        return new TransformerChain<ITransformer>(transformers, scopes);
    }
}

public sealed partial class TransformerChain<TLastTransformer>
{
    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        Contracts.CheckValue(ctx, nameof(ctx));
        ctx.CheckAtModel();
        ctx.SetVersionInfo(TransformerChain.GetVersionInfo());
        ctx.Writer.Write(_transformers.Length);
        foreach (TransformerScope scope in _scopes)
            ctx.Writer.Write((int)scope);
        for (int i = 0; i < _transformers.Length; i++)
            ctx.SaveModel(_transformers[i], TransformerChain.Directory(i));
    }
}
