using MlNetGenerative.Core.Persistence;
using MlNetGenerative.Neural.Persistence;
using MlNetGenerative.Persistence;
using MlNetGenerative.Pipeline;
using Microsoft.ML;

namespace MlNetGenerative.Neural.Gan;

/// <summary>
/// The saved form of a fitted adversarial network, format version 1. Model block: names of the input, noise, output and score columns; the name of
/// the label column after a byte 0 or 1; numbers of columns, labels and noise values; generator and discriminator layers as JSON; loss; seed; names
/// of labels; slot names; the SHA-256 digest of all of this and of the arrays. Stream <c>model.safetensors</c>: the networks' arrays
/// (<c>generator.0.weight</c> …), the generator's being its moving average where it has one.
/// </summary>
internal static class GanModelFile
{
    private const uint Version1 = 0x00010001;

    private static VersionInfo Version => new(
        modelSignature: "GAN NETW",
        verWrittenCur: Version1,
        verReadableCur: Version1,
        verWeCanReadBack: Version1,
        loaderAssemblyName: typeof(GanModelFile).Assembly.FullName,
        loaderSignature: GenerativeAdversarialNetworkTransformer.LoaderSignature);

    public static void Save(ModelSaveContext ctx, FittedGan fitted, GanNetwork network)
    {
        ArgumentNullException.ThrowIfNull(ctx);
        ctx.CheckAtModel();
        ctx.SetVersionInfo(Version);
        foreach (string name in Required(fitted.Columns))
            ctx.SaveNonEmptyString(name);
        SavedComponent.SaveOptionalName(ctx, fitted.Columns.Label);
        GanArchitecture architecture = fitted.Architecture;
        ctx.Writer.Write(architecture.NumberOfColumns);
        ctx.Writer.Write(architecture.NumberOfLabels);
        ctx.Writer.Write(architecture.NoiseSize);
        SavedLayout generator = SavedLayout.Of(architecture.Generator), discriminator = SavedLayout.Of(architecture.Discriminator);
        generator.Save(ctx);
        discriminator.Save(ctx);
        ctx.Writer.Write((int)fitted.Loss);
        ctx.Writer.Write(fitted.Seed);
        foreach (string label in fitted.Labels ?? [])
            ctx.SaveString(label);
        SavedComponent.SaveSlotNames(ctx, fitted.SlotNames);
        SafetensorsTensor[] tensors = network.Export();
        ctx.Writer.Write(Digest(fitted, generator, discriminator, tensors));
        SavedComponent.SaveTensors(ctx, tensors);
    }

    /// <exception cref="InvalidDataException">The file is damaged or was written by a newer version.</exception>
    public static (FittedGan Fitted, Safetensors Tensors) Load(ModelLoadContext ctx) => SavedComponent.Load(ctx, Version, LoadVersion1);

    private static (FittedGan, Safetensors) LoadVersion1(ModelLoadContext ctx)
    {
        string input = ctx.LoadNonEmptyString(), noise = ctx.LoadNonEmptyString(), output = ctx.LoadNonEmptyString(), score = ctx.LoadNonEmptyString();
        var columns = new GanColumns(input, SavedComponent.LoadOptionalName(ctx), noise, output, score);
        columns.Validate();
        bool hasLabels = columns.Label is not null;
        int numberOfColumns = SavedComponent.LoadInt32(ctx, "a number of columns", 1, Array.MaxLength);
        int numberOfLabels = SavedComponent.LoadInt32(ctx, "a number of labels", hasLabels ? 1 : 0, hasLabels ? KeyColumn.LargestNumberOfLabels : 0);
        int noiseSize = SavedComponent.LoadInt32(ctx, "a number of noise values", 1, 65_536);
        SavedLayout generator = SavedLayout.Load(ctx, "the generator's layers"), discriminator = SavedLayout.Load(ctx, "the discriminator's layers");
        var architecture = new GanArchitecture(numberOfColumns, numberOfLabels, noiseSize, generator.Layout, discriminator.Layout);
        architecture.Check();
        var loss = (AdversarialLoss)SavedComponent.LoadInt32(ctx, "a loss", 0, (int)AdversarialLoss.LeastSquares);
        int seed = ctx.Reader.ReadInt32();
        string[] labels = SavedComponent.LoadStrings(ctx, numberOfLabels);
        string[]? slotNames = SavedComponent.LoadSlotNames(ctx, numberOfColumns);
        byte[] digest = SavedComponent.LoadDigest(ctx);

        IReadOnlyList<SafetensorsLayout> layouts = GanNetwork.Layouts(architecture);
        Safetensors tensors = SavedComponent.LoadTensors(ctx, layouts.ToDictionary(layout => layout.Name, layout => layout.Shape));
        var fitted = new FittedGan(architecture, columns) { Loss = loss, Seed = seed, SlotNames = slotNames, Labels = hasLabels ? labels : null };
        SavedComponent.CheckDigest(digest, Digest(fitted, generator, discriminator, layouts.Select(layout => tensors[layout.Name])));
        return (fitted, tensors);
    }

    private static string[] Required(GanColumns columns) => [columns.Input, columns.Noise, columns.Output, columns.Score];

    private static byte[] Digest(FittedGan fitted, SavedLayout generator, SavedLayout discriminator, IEnumerable<SafetensorsTensor> tensors)
    {
        GanArchitecture architecture = fitted.Architecture;
        var digest = new ContentDigest();
        digest.Add([.. Required(fitted.Columns), fitted.Columns.Label]);
        digest.Add(architecture.NumberOfColumns, architecture.NumberOfLabels, architecture.NoiseSize, (int)fitted.Loss, fitted.Seed, fitted.SlotNames is null ? 0 : 1);
        digest.Add(generator.Text, discriminator.Text);
        digest.Add(fitted.SlotNames ?? []);
        digest.Add(fitted.Labels ?? []);
        digest.Add(tensors);
        return digest.Finish();
    }
}
