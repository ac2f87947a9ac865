using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Core.Numerics;
using MlNetGenerative.Core.Training;
using MlNetGenerative.Pipeline;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetGenerative.Boltzmann;

/// <summary>The features column of a view as rows of 0 and 1, read from the view in its own order. What is drawn for a row depends on the
/// seed and the row's id, so that a part of a view has the same rows as the whole.</summary>
/// <param name="data">The view.</param>
/// <param name="features">The column.</param>
/// <param name="binarization">How values become 0 or 1.</param>
/// <param name="seed">The seed of a stochastic binarization.</param>
/// <param name="unchanged">The values that are allowed where nothing is binarised.</param>
/// <param name="label">A label column, whose one-hot code follows the features; null for none.</param>
internal sealed class BinarizedRows(
    IDataView data, DataViewSchema.Column features, Binarization binarization, int seed, ValueRange unchanged = ValueRange.Binary, DataViewSchema.Column? label = null) : ITrainingRows
{
    public int Width => FeatureColumn.SizeOf(features) + (label is { } key ? KeyColumn.CountOf(key) : 0);

    public long? Count => null;

    public ITrainingRowReader Open(ulong? shuffleSeed) =>
        shuffleSeed is null ? new Reader(data, features, binarization, seed, unchanged, label) : throw new NotSupportedException("Rows are evaluated in the order of their view.");

    private sealed class Reader : ITrainingRowReader
    {
        private readonly DataViewSchema.Column _features;
        private readonly Binarization _binarization;
        private readonly FeatureRowReader _reader;
        private readonly ValueGetter<DataViewRowId> _getId;
        private readonly Philox _random;
        private readonly float[] _uniforms;
        private bool _hasRows;

        public Reader(IDataView data, DataViewSchema.Column features, Binarization binarization, int seed, ValueRange unchanged, DataViewSchema.Column? label)
        {
            _features = features;
            _binarization = binarization;
            var check = new RowCheck(features, binarization == Binarization.None ? unchanged : ValueRange.UnitInterval, skipInvalidRows: null);
            _reader = label is { } key
                ? new FeatureRowReader(data.GetRowCursor([features, key]), features, check, null, key)
                : new FeatureRowReader(data.GetRowCursor([features]), features, check);
            _getId = _reader.Cursor.GetIdGetter();
            _random = new Philox((uint)seed, RandomStream.LikelihoodBinarization);
            _uniforms = new float[FeatureColumn.SizeOf(features)];
        }

        public ReadOnlySpan<int> Indices => _reader.Indices;

        public ReadOnlySpan<float> Values => _reader.Values;

        /// <exception cref="InvalidOperationException">There are no rows, or a value is not allowed.</exception>
        public bool MoveNext()
        {
            if (!_reader.MoveNext())
                return _hasRows ? false : throw new InvalidOperationException(
                    $"There is nothing to evaluate: column '{_features.Name}' has no rows; at least 1 is needed.");
            _hasRows = true;
            if (_binarization == Binarization.Threshold)
                _reader.Entries.Threshold();
            if (_binarization == Binarization.Stochastic)
            {
                DataViewRowId id = default;
                _getId(ref id);
                _random.Fill(RowKey.Of(id), 0, _uniforms);
                _reader.Entries.Draw(_uniforms);
            }
            _reader.EntriesChanged();
            return true;
        }

        public void Dispose() => _reader.Dispose();
    }
}
