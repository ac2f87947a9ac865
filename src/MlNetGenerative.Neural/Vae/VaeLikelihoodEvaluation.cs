using System.Globalization;
using MlNetGenerative.Boltzmann;
using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Core.Training;
using MlNetGenerative.Pipeline;
using Microsoft.ML;

namespace MlNetGenerative.Neural.Vae;

/// <summary>The likelihood of a view's rows under a fitted autoencoder, in one pass over the view.</summary>
internal static class VaeLikelihoodEvaluation
{
    /// <summary>Rows of the decoder that are computed together: enough for fast products, few enough for the activations of a convolutional one.</summary>
    private const int DecodedRows = 1024;
    private const int LargestRows = 128;

    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range, or a column is missing or of another type or size.</exception>
    /// <exception cref="NotSupportedException">A method is asked for that only Boltzmann machines have.</exception>
    /// <exception cref="InvalidOperationException">There are no rows, or a value is not allowed.</exception>
    public static LikelihoodMetrics Evaluate(FittedVae fitted, VaeInference inference, IDataView data, LikelihoodOptions options)
    {
        SettingCheck.Require(options.NumberOfImportanceSamples is >= 1 and <= 1_000_000, nameof(options.NumberOfImportanceSamples), options.NumberOfImportanceSamples, "from 1 to 1000000");
        if (options.Method != LikelihoodMethod.Automatic)
            throw new NotSupportedException($"A variational autoencoder's likelihood is estimated by importance sampling from its encoder: set {nameof(options.Method)} to {LikelihoodMethod.Automatic}, not {options.Method}.");
        VaeArchitecture architecture = fitted.Architecture;
        var features = FeatureColumn.Require(data.Schema, fitted.Columns.Input, architecture.NumberOfColumns);
        DataViewSchema.Column? label = fitted.Columns.Label is { } name ? KeyColumn.Require(data.Schema, name, architecture.NumberOfLabels) : null;
        int seed = options.Seed ?? fitted.Seed;
        Binarization binarization = options.Binarization ?? fitted.Binarization;
        ValueRange range = architecture.IsBernoulli ? ValueRange.UnitInterval : ValueRange.Finite;
        var rows = new BinarizedRows(data, features, binarization, seed, range, label);

        var sums = new VaeLikelihoodSums(fitted, options.NumberOfImportanceSamples);
        int batchRows = Math.Clamp(DecodedRows / Math.Min(options.NumberOfImportanceSamples, DecodedRows), 1, LargestRows);
        var batch = new VaeLikelihoodBatch(fitted, inference, batchRows, options.NumberOfImportanceSamples, Math.Min(options.NumberOfImportanceSamples, DecodedRows), seed);
        using ITrainingRowReader reader = rows.Open(null);
        bool more = true;
        while (more)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            more = batch.Read(reader);
            batch.Measure(sums, options.CancellationToken);
        }
        return ToMetrics(fitted, sums, options.NumberOfImportanceSamples);
    }

    private static LikelihoodMetrics ToMetrics(FittedVae fitted, VaeLikelihoodSums sums, int samples)
    {
        bool isReliable = sums.HasOnlyBinaryValues && sums.MeanEffectiveSampleSize >= Math.Min(5, samples);
        string against = sums.LogLikelihood.Mean > sums.Baseline.Mean
            ? Text($"{sums.LogLikelihood.Mean - sums.Baseline.Mean:F2} nats better than independent columns")
            : Text($"no better than independent columns ({sums.Baseline.Mean:F2} nats): the model has not learned the data");
        string verdict = !sums.HasOnlyBinaryValues
            ? $"Values between 0 and 1 were taken as they are: a grey value has no likelihood under a Bernoulli decoder, this is the negative of the training loss, not to be quoted as one. Choose a Binarization; {against}."
            : isReliable
                ? Text($"A lower bound by {samples} importance samples, worth {sums.MeanEffectiveSampleSize:F1} on average; may be quoted with their number; {against}.")
                : Text($"Do not quote: {samples} importance samples are worth only {sums.MeanEffectiveSampleSize:F1} on average. Take more of them (NumberOfImportanceSamples); {against}.");
        return new LikelihoodMetrics
        {
            MeanLogLikelihood = sums.LogLikelihood.Mean,
            Estimator = Text($"importance sampling, K = {samples}"),
            StandardError = sums.LogLikelihood.StandardError,
            BaselineMeanLogLikelihood = sums.Baseline.Mean,
            Verdict = verdict,
            IsReliable = isReliable,
            NumberOfRows = sums.LogLikelihood.Count,
            LowerBound = sums.Reconstruction.Mean - sums.Divergence.Mean,
            Reconstruction = sums.Reconstruction.Mean,
            KullbackLeibler = sums.Divergence.Mean,
            ActiveUnits = sums.ActiveUnits,
        };
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
