using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Training;

/// <summary>Divides rows into those trained on and those validated on. The part of a row depends on the seed and the row's content.</summary>
/// <remarks>So the parts are the same in every order of the rows, cached or read anew, and equal rows are never on both sides: none that is
/// validated on has been trained on. The parts have the sizes asked for on average.</remarks>
internal sealed class RowSplit(ulong seed, double validationFraction)
{
    private readonly Philox _random = new(seed, RandomStream.ValidationRows);

    /// <summary>Whether the row of a digest is validated on.</summary>
    public bool IsValidation(ulong digest) => validationFraction > 0 && _random.Uniform(digest, 0) < validationFraction;

    /// <summary>The rows trained on.</summary>
    public ITrainingRows Training(ITrainingRows rows, long? count) => validationFraction > 0 ? new Part(rows, this, false, count) : rows;

    /// <summary>The rows validated on.</summary>
    public ITrainingRows Validation(ITrainingRows rows, long? count) => new Part(rows, this, true, count);

    private sealed class Part(ITrainingRows rows, RowSplit split, bool validation, long? count) : ITrainingRows
    {
        public int Width => rows.Width;

        public long? Count => count;

        public ITrainingRowReader Open(ulong? shuffleSeed) => new Reader(rows.Open(shuffleSeed), split, validation);
    }

    private sealed class Reader(ITrainingRowReader inner, RowSplit split, bool validation) : ITrainingRowReader
    {
        public ReadOnlySpan<int> Indices => inner.Indices;

        public ReadOnlySpan<float> Values => inner.Values;

        public bool MoveNext()
        {
            while (inner.MoveNext())
                if (split.IsValidation(RowDigest.Of(inner.Indices, inner.Values)) == validation)
                    return true;
            return false;
        }

        public void Dispose() => inner.Dispose();
    }
}
