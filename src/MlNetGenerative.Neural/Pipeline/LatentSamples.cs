using MlNetGenerative.Core.Numerics;
using MlNetGenerative.Core.Training;
using MlNetGenerative.Pipeline;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetGenerative.Neural.Pipeline;

/// <summary>What generated rows look like: their columns, and the latent vectors that they are made of.</summary>
/// <param name="InputName">The column of vectors, as the model was trained on.</param>
/// <param name="NumberOfColumns">Its size.</param>
/// <param name="SlotNames">The names of its slots, if they have any.</param>
/// <param name="IsNormalized">Whether its values lie in [0, 1].</param>
/// <param name="LabelName">The column of labels; null for a model without.</param>
/// <param name="Labels">What the labels stand for; null for a model without.</param>
/// <param name="LatentSize">The size of a latent vector.</param>
/// <param name="Seed">The model's own seed.</param>
internal sealed record LatentSampleShape(
    string InputName, int NumberOfColumns, string[]? SlotNames, bool IsNormalized, string? LabelName, string[]? Labels, int LatentSize, int Seed);

/// <summary>A lazy view of rows decoded from normal latent vectors: the training column and, with labels, the label column. A row is a function of
/// seed and index, and so the same on every cursor.</summary>
internal abstract class LatentSamples : IndexedView
{
    private readonly LatentSampleShape _shape;
    private readonly float _temperature;
    private readonly int? _label;

    protected LatentSamples(LatentSampleShape shape, LatentGenerationOptions options)
        : base(Checked(options).Count, BatchedView.RowsPerBatch)
    {
        _shape = shape;
        _temperature = options.Temperature;
        Seed = (uint)(options.Seed ?? shape.Seed);
        _label = FindLabel(shape.Labels ?? [], options.Label);
        var schema = new DataViewSchema.Builder();
        schema.AddColumn(shape.InputName, new VectorDataViewType(NumberDataViewType.Single, shape.NumberOfColumns),
            ColumnAnnotations.ForVector(shape.SlotNames, shape.IsNormalized));
        if (shape.Labels is { } labels)
            schema.AddColumn(shape.LabelName!, new KeyDataViewType(typeof(uint), labels.Length), ColumnAnnotations.ForKey(labels));
        Schema = schema.ToSchema();
    }

    public override DataViewSchema Schema { get; }

    /// <summary>The seed of the rows.</summary>
    protected ulong Seed { get; }

    /// <summary>Decodes a batch: [rows × latent], the labels of a model with labels, [rows × columns].</summary>
    protected abstract void Decode(float[] latents, int[] labels, float[] values);

    /// <summary>Changes the decoded values of a row.</summary>
    protected virtual void Draw(int row, Span<float> values)
    {
    }

    public override Delegate?[] CreateGetters(IndexedCursor cursor, bool[] active, bool ascending)
    {
        var getters = new Delegate?[active.Length];
        if (active[0])
        {
            var reader = new Reader(this, cursor);
            getters[0] = (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
            {
                cursor.CheckOnRow();
                VBufferEditor<float> editor = VBufferEditor.Create(ref value, _shape.NumberOfColumns);
                reader.Read(cursor.Index, editor.Values);
                value = editor.Commit();
            });
        }
        if (active.Length > 1 && active[1])
            getters[1] = (ValueGetter<uint>)((ref uint value) =>
            {
                cursor.CheckOnRow();
                value = (uint)LabelOf(cursor.Index) + 1;
            });
        return getters;
    }

    private int LabelOf(int row) => _label ?? row % _shape.Labels!.Length;

    private static LatentGenerationOptions Checked(LatentGenerationOptions options)
    {
        options.Validate();
        return options;
    }

    /// <summary>The number of a label by its name, null for null.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such label.</exception>
    public static int? FindLabel(string[] labels, string? label)
    {
        if (label is null)
            return null;
        int found = Array.IndexOf(labels, label);
        SettingCheck.Require(found >= 0, nameof(LatentGenerationOptions.Label), label, labels.Length == 0
            ? "null: the model was trained without labels"
            : $"a label that the model was trained with ({string.Join(", ", labels.Take(20))}{(labels.Length > 20 ? " …" : "")})");
        return found;
    }

    /// <summary>Draws and decodes batches of rows for one cursor.</summary>
    private sealed class Reader
    {
        private readonly LatentSamples _view;
        private readonly GeneratedRows _rows;
        private readonly float[] _latents;
        private readonly int[] _labels;

        public Reader(LatentSamples view, IndexedCursor cursor)
        {
            _view = view;
            _rows = new GeneratedRows(cursor, view._shape.NumberOfColumns, Decode);
            _latents = new float[BatchedView.RowsPerBatch * view._shape.LatentSize];
            _labels = new int[view._shape.Labels is null ? 0 : BatchedView.RowsPerBatch];
        }

        public void Read(int row, Span<float> destination)
        {
            _rows.Current().CopyTo(destination);
            _view.Draw(row, destination);
        }

        private void Decode(ReadOnlySpan<int> rows, float[] values)
        {
            int size = _view._shape.LatentSize;
            var random = new Philox(_view.Seed, RandomStream.Prior);
            for (int place = 0; place < rows.Length; place++)
            {
                Span<float> latent = _latents.AsSpan(place * size, size);
                NormalNumbers.Fill(random, (ulong)rows[place], latent);
                foreach (ref float value in latent)
                    value *= _view._temperature;
                if (_labels.Length > 0)
                    _labels[place] = _view.LabelOf(rows[place]);
            }
            _view.Decode(_latents, _labels, values);
        }
    }
}
