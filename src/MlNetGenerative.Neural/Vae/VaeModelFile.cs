using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Core.Persistence;
using MlNetGenerative.Neural.Persistence;
using MlNetGenerative.Persistence;
using MlNetGenerative.Pipeline;
using Microsoft.ML;

namespace MlNetGenerative.Neural.Vae;

/// <summary>
/// The saved form of a fitted autoencoder, format version 1. Model block: name of the input and latent columns; six optional names (label,
/// log-variance, sample, reconstruction, score, predicted label), each after a byte 0 or 1; numbers of columns, labels and latent units;
/// encoder and decoder layers as JSON; distribution; standard deviation; binarization; score bound; score samples; seed; threshold after a
/// byte 0 or 1; names of labels; slot names; the SHA-256 digest of all of this and of the arrays. Stream <c>model.safetensors</c>: the
/// networks' arrays (<c>encoder.0.weight</c> …), column_means, column_variances.
/// </summary>
internal static class VaeModelFile
{
    private const uint Version1 = 0x00010001;
    private const string MeansTensor = "column_means";
    private const string VariancesTensor = "column_variances";

    private static VersionInfo Version => new(
        modelSignature: "VAE NETW",
        verWrittenCur: Version1,
        verReadableCur: Version1,
        verWeCanReadBack: Version1,
        loaderAssemblyName: typeof(VaeModelFile).Assembly.FullName,
        loaderSignature: VariationalAutoencoderTransformer.LoaderSignature);

    public static void Save(ModelSaveContext ctx, FittedVae fitted, VaeNetwork network)
    {
        ArgumentNullException.ThrowIfNull(ctx);
        ctx.CheckAtModel();
        ctx.SetVersionInfo(Version);

        VaeColumns columns = fitted.Columns;
        ctx.SaveNonEmptyString(columns.Input);
        ctx.SaveNonEmptyString(columns.Latent);
        foreach (string? name in Optional(columns))
            SavedComponent.SaveOptionalName(ctx, name);
        VaeArchitecture architecture = fitted.Architecture;
        ctx.Writer.Write(architecture.NumberOfColumns);
        ctx.Writer.Write(architecture.NumberOfLabels);
        ctx.Writer.Write(architecture.LatentSize);
        SavedLayout encoder = SavedLayout.Of(architecture.Encoder), decoder = SavedLayout.Of(architecture.Decoder);
        encoder.Save(ctx);
        decoder.Save(ctx);
        ctx.Writer.Write((int)architecture.Distribution);
        ctx.Writer.Write(architecture.StandardDeviation);
        ctx.Writer.Write((int)fitted.Binarization);
        ctx.Writer.Write((int)fitted.ScoreBound);
        ctx.Writer.Write(fitted.NumberOfScoreSamples);
        ctx.Writer.Write(fitted.Seed);
        ctx.Writer.Write(fitted.ScoreThreshold is not null);
        if (fitted.ScoreThreshold is { } threshold)
            ctx.Writer.Write(threshold);
        foreach (string label in fitted.Labels ?? [])
            ctx.SaveString(label);
        SavedComponent.SaveSlotNames(ctx, fitted.SlotNames);
        SafetensorsTensor[] tensors =
        [
            .. network.Export(),
            new(MeansTensor, [architecture.NumberOfColumns], fitted.ColumnMeans),
            new(VariancesTensor, [architecture.NumberOfColumns], fitted.ColumnVariances),
        ];
        ctx.Writer.Write(Digest(fitted, encoder, decoder, tensors));
        SavedComponent.SaveTensors(ctx, tensors);
    }

    /// <exception cref="InvalidDataException">The file is damaged or was written by a newer version.</exception>
    public static (FittedVae Fitted, Safetensors Tensors) Load(ModelLoadContext ctx) => SavedComponent.Load(ctx, Version, LoadVersion1);

    private static (FittedVae, Safetensors) LoadVersion1(ModelLoadContext ctx)
    {
        string input = ctx.LoadNonEmptyString();
        string latent = ctx.LoadNonEmptyString();
        var columns = new VaeColumns(input,
            Label: SavedComponent.LoadOptionalName(ctx),
            Latent: latent,
            LogVariance: SavedComponent.LoadOptionalName(ctx),
            Sample: SavedComponent.LoadOptionalName(ctx),
            Reconstruction: SavedComponent.LoadOptionalName(ctx),
            Score: SavedComponent.LoadOptionalName(ctx),
            PredictedLabel: SavedComponent.LoadOptionalName(ctx));
        columns.Validate();
        (VaeArchitecture architecture, SavedLayout encoder, SavedLayout decoder) = LoadArchitecture(ctx, columns.Label is not null);
        var binarization = (Binarization)SavedComponent.LoadInt32(ctx, "a binarization", 0, (int)Binarization.Stochastic);
        var bound = (AnomalyBound)SavedComponent.LoadInt32(ctx, "a score bound", 0, (int)AnomalyBound.ImportanceWeighted);
        int scoreSamples = SavedComponent.LoadInt32(ctx, "a number of score samples", 1, 10_000);
        int seed = ctx.Reader.ReadInt32();
        float? threshold = SavedComponent.LoadBoolean(ctx) ? ctx.Reader.ReadSingle() : null;
        if (columns.PredictedLabel is not null != threshold is not null || threshold is { } score && !float.IsFinite(score))
            throw Safetensors.Corrupt("the score threshold does not fit the columns, or is not a number");
        string[] labels = SavedComponent.LoadStrings(ctx, architecture.NumberOfLabels);
        string[]? slotNames = SavedComponent.LoadSlotNames(ctx, architecture.NumberOfColumns);
        byte[] digest = SavedComponent.LoadDigest(ctx);

        int[] oneAColumn = [architecture.NumberOfColumns];
        IReadOnlyList<SafetensorsLayout> layouts =
        [
            .. VaeNetwork.Layouts(architecture),
            new(MeansTensor, SafetensorsElement.Single, oneAColumn),
            new(VariancesTensor, SafetensorsElement.Single, oneAColumn),
        ];
        Safetensors tensors = SavedComponent.LoadTensors(ctx, layouts.ToDictionary(layout => layout.Name, layout => layout.Shape));
        var fitted = new FittedVae(architecture, columns)
        {
            Binarization = binarization,
            Seed = seed,
            ScoreBound = bound,
            NumberOfScoreSamples = scoreSamples,
            ColumnMeans = tensors.GetSingles(MeansTensor),
            ColumnVariances = tensors.GetSingles(VariancesTensor),
            SlotNames = slotNames,
            Labels = columns.Label is null ? null : labels,
            ScoreThreshold = threshold,
        };
        SavedComponent.CheckDigest(digest, Digest(fitted, encoder, decoder, layouts.Select(layout => tensors[layout.Name])));
        return (fitted, tensors);
    }

    private static (VaeArchitecture, SavedLayout Encoder, SavedLayout Decoder) LoadArchitecture(ModelLoadContext ctx, bool hasLabels)
    {
        int columns = SavedComponent.LoadInt32(ctx, "a number of columns", 1, Array.MaxLength);
        int labels = SavedComponent.LoadInt32(ctx, "a number of labels", hasLabels ? 1 : 0, hasLabels ? KeyColumn.LargestNumberOfLabels : 0);
        int latentSize = SavedComponent.LoadInt32(ctx, "a number of latent units", 1, 65_536);
        SavedLayout encoder = SavedLayout.Load(ctx, "the encoder's layers");
        SavedLayout decoder = SavedLayout.Load(ctx, "the decoder's layers");
        var distribution = (DecoderDistribution)SavedComponent.LoadInt32(ctx, "a distribution", 0, (int)DecoderDistribution.GaussianLearnedDeviations);
        float deviation = ctx.Reader.ReadSingle();
        if (deviation is not (>= 1e-4f and <= 1e4f))
            throw Safetensors.Corrupt($"expected a standard deviation from 0.0001 to 10000, got {deviation}");
        var architecture = new VaeArchitecture(columns, labels, latentSize, encoder.Layout, decoder.Layout, distribution, deviation);
        architecture.Check();
        return (architecture, encoder, decoder);
    }

    private static string?[] Optional(VaeColumns columns) =>
        [columns.Label, columns.LogVariance, columns.Sample, columns.Reconstruction, columns.Score, columns.PredictedLabel];

    private static byte[] Digest(FittedVae fitted, SavedLayout encoder, SavedLayout decoder, IEnumerable<SafetensorsTensor> tensors)
    {
        VaeArchitecture architecture = fitted.Architecture;
        var digest = new ContentDigest();
        digest.Add([fitted.Columns.Input, fitted.Columns.Latent, .. Optional(fitted.Columns)]);
        digest.Add(architecture.NumberOfColumns, architecture.NumberOfLabels, architecture.LatentSize, (int)architecture.Distribution,
            (int)fitted.Binarization, (int)fitted.ScoreBound, fitted.NumberOfScoreSamples, fitted.Seed);
        digest.Add(encoder.Text, decoder.Text);
        float[] numbers = fitted.ScoreThreshold is { } threshold ? [architecture.StandardDeviation, threshold] : [architecture.StandardDeviation];
        digest.Add(numbers);
        digest.Add(fitted.SlotNames is null ? 0 : 1);
        digest.Add(fitted.SlotNames ?? []);
        digest.Add(fitted.Labels ?? []);
        digest.Add(tensors);
        return digest.Finish();
    }
}
