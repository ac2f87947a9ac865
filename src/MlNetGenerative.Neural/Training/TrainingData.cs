using System.Globalization;
using MlNetGenerative.Core.Training;

namespace MlNetGenerative.Neural.Training;

/// <summary>The rows of a run in their two parts, with what is known of them before training.</summary>
/// <param name="Training">The rows trained on.</param>
/// <param name="TrainingCount">Their number.</param>
/// <param name="Validation">The rows validated on; null without validation.</param>
/// <param name="ValidationCount">Their number.</param>
/// <param name="Digest">Stands for the content of all rows in whatever order; null when nobody asks.</param>
internal sealed record TrainingData(ITrainingRows Training, long TrainingCount, ITrainingRows? Validation, long ValidationCount, string? Digest)
{
    /// <summary>Makes the parts. Rows are read once when their number is not known, when they are to be divided, or for the digest.</summary>
    /// <exception cref="InvalidOperationException">There are no rows, or none in one of the parts.</exception>
    public static TrainingData Of(ITrainingRows rows, TrainingSettings settings, CancellationToken cancellation)
    {
        var split = new RowSplit(settings.Seed, settings.ValidationFraction);
        bool digested = settings.CheckpointDirectory is not null;
        long trained = rows.Count ?? 0;
        long validated = 0;
        ulong digest = 0;
        if (rows.Count is null || settings.ValidationFraction > 0 || digested)
        {
            trained = 0;
            using ITrainingRowReader reader = rows.Open(null);
            while (reader.MoveNext())
            {
                if ((trained + validated) % 1024 == 0)
                    cancellation.ThrowIfCancellationRequested();
                ulong rowDigest = RowDigest.Of(reader.Indices, reader.Values);
                digest += rowDigest;   // a sum, because the order of the rows is no part of their content
                if (split.IsValidation(rowDigest))
                    validated++;
                else
                    trained++;
            }
        }
        if (trained + validated == 0)
            throw new InvalidOperationException("There are no training rows. Check the filters before the trainer.");
        if (settings.ValidationFraction > 0 && (trained == 0 || validated == 0))
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture,
                $"ValidationFraction {settings.ValidationFraction} leaves {trained} rows to train on and {validated} to validate on (equal rows stay together). "
                + $"Give more rows, choose a fraction nearer to a half, or train without validation (0)."));
        return new TrainingData(
            split.Training(rows, trained), trained,
            settings.ValidationFraction > 0 ? split.Validation(rows, validated) : null, validated,
            digested ? string.Create(CultureInfo.InvariantCulture, $"{trained + validated} rows, digest {digest:x16}") : null);
    }
}
