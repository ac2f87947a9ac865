using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// <summary>A maximum entropy model: the probabilities of the classes are the softmax of linear scores.</summary>
public sealed class MaximumEntropyModelParameters : LinearMulticlassModelParametersBase
{
    internal const string LoaderSignature = "MultiClassLRExec";

    internal MaximumEntropyModelParameters(IHostEnvironment env, float[] biases, float[] weights, string[] labelNames)
        : base(env, LoaderSignature, biases, weights, labelNames)
    {
    }

    private MaximumEntropyModelParameters(IHostEnvironment env, ModelLoadContext ctx)
        : base(env, LoaderSignature, ctx)
    {
    }

    private static VersionInfo GetVersionInfo() => new(
        modelSignature: "MULTI LR",
        verWrittenCur: 0x00010003,
        verReadableCur: 0x00010001,
        verWeCanReadBack: 0x00010001,
        loaderAssemblyName: OfficialAssemblies.StandardTrainers,
        loaderSignature: LoaderSignature);

    // Called by the component catalog, which takes it rather than the constructor because it is more visible.
    internal static MaximumEntropyModelParameters Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(GetVersionInfo());
        return new MaximumEntropyModelParameters(env, ctx);
    }

    private protected override void SaveCore(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(GetVersionInfo());
        base.SaveCore(ctx);
    }

    internal override void Map(in VBuffer<float> features, Span<float> outputs)
    {
        LinearScores(features, outputs);
        float largest = float.NegativeInfinity;
        foreach (float score in outputs)
            largest = Math.Max(largest, score);
        double sum = 0;
        foreach (float score in outputs)
            sum += Math.Exp((double)score - largest);
        double log = Math.Log(sum) + largest;
        for (int c = 0; c < outputs.Length; c++)
            outputs[c] = (float)Math.Exp(outputs[c] - log);
    }
}
