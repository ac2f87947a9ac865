using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Core.Persistence;
using MlNetGenerative.Persistence;
using MlNetGenerative.Pipeline;
using Microsoft.ML;

namespace MlNetGenerative.Boltzmann;

/// <summary>
/// The saved form of a fitted machine, format version 1. Model block: name of the input and hidden columns; four optional names (sample,
/// reconstruction, score, predicted label), each after a byte 0 or 1; numbers of visible and hidden units; binarization; seed; threshold
/// after a byte 0 or 1; slot names; the SHA-256 digest of all of this and of the arrays. Stream <c>model.safetensors</c>: weights [visible, hidden], visible_bias, hidden_bias, column_means.
/// </summary>
internal static class BoltzmannModelFile
{
    private const uint Version1 = 0x00010001;

    private static VersionInfo Version => new(
        modelSignature: "RBM BINR",
        verWrittenCur: Version1,
        verReadableCur: Version1,
        verWeCanReadBack: Version1,
        loaderAssemblyName: typeof(BoltzmannModelFile).Assembly.FullName,
        loaderSignature: RestrictedBoltzmannMachineTransformer.LoaderSignature);

    public static void Save(ModelSaveContext ctx, FittedBoltzmannMachine fitted)
    {
        ArgumentNullException.ThrowIfNull(ctx);
        ctx.CheckAtModel();
        ctx.SetVersionInfo(Version);

        BoltzmannColumns columns = fitted.Columns;
        ctx.SaveNonEmptyString(columns.Input);
        ctx.SaveNonEmptyString(columns.Hidden);
        SavedComponent.SaveOptionalName(ctx, columns.Sample);
        SavedComponent.SaveOptionalName(ctx, columns.Reconstruction);
        SavedComponent.SaveOptionalName(ctx, columns.Score);
        SavedComponent.SaveOptionalName(ctx, columns.PredictedLabel);
        RestrictedBoltzmannMachine machine = fitted.Machine;
        ctx.Writer.Write(machine.NumberOfVisibleUnits);
        ctx.Writer.Write(machine.NumberOfHiddenUnits);
        ctx.Writer.Write((int)fitted.Binarization);
        ctx.Writer.Write(fitted.Seed);
        ctx.Writer.Write(fitted.ScoreThreshold is not null);
        if (fitted.ScoreThreshold is { } threshold)
            ctx.Writer.Write(threshold);
        SavedComponent.SaveSlotNames(ctx, fitted.SlotNames);
        ctx.Writer.Write(Digest(fitted));

        float[][] values = [machine.GetWeights(), machine.GetVisibleBias(), machine.GetHiddenBias(), fitted.ColumnMeans];
        SavedComponent.SaveTensors(ctx, [.. Shapes(machine.NumberOfVisibleUnits, machine.NumberOfHiddenUnits)
            .Zip(values, (shape, array) => new SafetensorsTensor(shape.Name, shape.Shape, array))]);
    }

    /// <exception cref="InvalidDataException">The file is damaged or was written by a newer version.</exception>
    public static FittedBoltzmannMachine Load(ModelLoadContext ctx) => SavedComponent.Load(ctx, Version, LoadVersion1);

    private static FittedBoltzmannMachine LoadVersion1(ModelLoadContext ctx)
    {
        string input = ctx.LoadNonEmptyString();
        string hidden = ctx.LoadNonEmptyString();
        var columns = new BoltzmannColumns(input, hidden,
            Sample: SavedComponent.LoadOptionalName(ctx),
            Reconstruction: SavedComponent.LoadOptionalName(ctx),
            Score: SavedComponent.LoadOptionalName(ctx),
            PredictedLabel: SavedComponent.LoadOptionalName(ctx));
        columns.Validate();
        int visibleUnits = SavedComponent.LoadInt32(ctx, "a number of visible units", 1, Array.MaxLength);
        int hiddenUnits = SavedComponent.LoadInt32(ctx, "a number of hidden units", 1, Array.MaxLength / visibleUnits);
        var binarization = (Binarization)SavedComponent.LoadInt32(ctx, "a binarization", 0, (int)Binarization.Stochastic);
        int seed = ctx.Reader.ReadInt32();
        float? threshold = SavedComponent.LoadBoolean(ctx) ? ctx.Reader.ReadSingle() : null;
        if (columns.PredictedLabel is not null != threshold is not null || threshold is { } score && !float.IsFinite(score))
            throw Safetensors.Corrupt("the score threshold does not fit the columns, or is not a number");
        string[]? slotNames = SavedComponent.LoadSlotNames(ctx, visibleUnits);
        byte[] digest = SavedComponent.LoadDigest(ctx);

        var shapes = Shapes(visibleUnits, hiddenUnits);
        Safetensors tensors = SavedComponent.LoadTensors(ctx, shapes.ToDictionary(shape => shape.Name, shape => shape.Shape));
        float[] means = tensors.GetSingles(ColumnMeansTensor);
        if (!Array.TrueForAll(means, mean => mean is >= 0 and <= 1))
            throw Safetensors.Corrupt("a column mean is not between 0 and 1");
        var machine = new RestrictedBoltzmannMachine(visibleUnits, hiddenUnits,
            tensors.GetSingles(WeightsTensor), tensors.GetSingles(VisibleBiasTensor), tensors.GetSingles(HiddenBiasTensor));
        var fitted = new FittedBoltzmannMachine(machine, columns)
        {
            Binarization = binarization,
            Seed = seed,
            ColumnMeans = means,
            SlotNames = slotNames,
            ScoreThreshold = threshold,
        };
        SavedComponent.CheckDigest(digest, Digest(fitted));
        return fitted;
    }

    private static byte[] Digest(FittedBoltzmannMachine fitted)
    {
        BoltzmannColumns columns = fitted.Columns;
        RestrictedBoltzmannMachine machine = fitted.Machine;
        var digest = new ContentDigest();
        digest.Add(columns.Input, columns.Hidden, columns.Sample, columns.Reconstruction, columns.Score, columns.PredictedLabel);
        digest.Add(machine.NumberOfVisibleUnits, machine.NumberOfHiddenUnits, (int)fitted.Binarization, fitted.Seed);
        float[] thresholds = fitted.ScoreThreshold is { } threshold ? [threshold] : [];
        digest.Add(thresholds);
        digest.Add(fitted.SlotNames is null ? 0 : 1);
        digest.Add(fitted.SlotNames ?? []);
        digest.Add(machine.GetWeights());
        digest.Add(machine.GetVisibleBias());
        digest.Add(machine.GetHiddenBias());
        digest.Add(fitted.ColumnMeans);
        return digest.Finish();
    }

    private const string WeightsTensor = "weights";
    private const string VisibleBiasTensor = "visible_bias";
    private const string HiddenBiasTensor = "hidden_bias";
    private const string ColumnMeansTensor = "column_means";

    private static (string Name, int[] Shape)[] Shapes(int visibleUnits, int hiddenUnits) =>
    [
        (WeightsTensor, [visibleUnits, hiddenUnits]),
        (VisibleBiasTensor, [visibleUnits]),
        (HiddenBiasTensor, [hiddenUnits]),
        (ColumnMeansTensor, [visibleUnits]),
    ];
}
