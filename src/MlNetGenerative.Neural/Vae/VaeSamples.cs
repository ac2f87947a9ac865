using MlNetGenerative.Core.Numerics;
using MlNetGenerative.Core.Training;
using MlNetGenerative.Neural.Pipeline;
using MlNetGenerative.Pipeline;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetGenerative.Neural.Vae;

/// <summary>A lazy view of rows decoded from the prior: the training column and, with labels, the label column. A row is a function of seed and
/// index, and so the same on every cursor.</summary>
internal sealed class VaeSamples : IndexedView
{
    private readonly FittedVae _fitted;
    private readonly VaeInference _inference;
    private readonly LatentGenerationOptions _options;
    private readonly ulong _seed;
    private readonly int? _label;

    public VaeSamples(FittedVae fitted, VaeInference inference, LatentGenerationOptions options)
        : base(Checked(options).Count, BatchedView.RowsPerBatch)
    {
        _fitted = fitted;
        _inference = inference;
        _options = new LatentGenerationOptions { Count = options.Count, DrawValues = options.DrawValues, Temperature = options.Temperature };
        _seed = (uint)(options.Seed ?? fitted.Seed);
        _label = FindLabel(fitted, options.Label);
        var schema = new DataViewSchema.Builder();
        schema.AddColumn(fitted.Columns.Input, new VectorDataViewType(NumberDataViewType.Single, fitted.Architecture.NumberOfColumns),
            ColumnAnnotations.ForVector(fitted.SlotNames, fitted.Architecture.IsBernoulli));
        if (fitted.Labels is { } labels)
            schema.AddColumn(fitted.Columns.Label!, new KeyDataViewType(typeof(uint), labels.Length), ColumnAnnotations.ForKey(labels));
        Schema = schema.ToSchema();
    }

    public override DataViewSchema Schema { get; }

    public override Delegate?[] CreateGetters(IndexedCursor cursor, bool[] active, bool ascending)
    {
        var getters = new Delegate?[active.Length];
        if (active[0])
        {
            var reader = new Reader(this);
            getters[0] = (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
            {
                cursor.CheckOnRow();
                VBufferEditor<float> editor = VBufferEditor.Create(ref value, _fitted.Architecture.NumberOfColumns);
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

    private int LabelOf(int row) => _label ?? row % _fitted.Architecture.NumberOfLabels;

    private static LatentGenerationOptions Checked(LatentGenerationOptions options)
    {
        options.Validate();
        return options;
    }

    private static int? FindLabel(FittedVae fitted, string? label)
    {
        if (label is null)
            return null;
        string[] labels = fitted.Labels ?? [];
        int found = Array.IndexOf(labels, label);
        SettingCheck.Require(found >= 0, nameof(LatentGenerationOptions.Label), label, labels.Length == 0
            ? "null: the model was trained without labels"
            : $"a label that the model was trained with ({string.Join(", ", labels.Take(20))}{(labels.Length > 20 ? " …" : "")})");
        return found;
    }

    /// <summary>Decodes whole batches, always at the same places, so that a row has the same bits in whatever order rows are read.</summary>
    private sealed class Reader(VaeSamples view)
    {
        private readonly float[] _latents = new float[BatchedView.RowsPerBatch * view._fitted.Architecture.LatentSize];
        private readonly float[] _values = new float[BatchedView.RowsPerBatch * view._fitted.Architecture.NumberOfColumns];
        private readonly int[] _labels = new int[view._fitted.Labels is null ? 0 : BatchedView.RowsPerBatch];
        private int _batch = -1;

        public void Read(int row, Span<float> destination)
        {
            int batch = row / BatchedView.RowsPerBatch;
            if (batch != _batch)
                Decode(batch);
            _values.AsSpan(row % BatchedView.RowsPerBatch * destination.Length, destination.Length).CopyTo(destination);
            if (view._options.DrawValues)
                Draw(row, destination);
        }

        private void Decode(int batch)
        {
            _batch = -1;
            int size = view._fitted.Architecture.LatentSize;
            var random = new Philox(view._seed, RandomStream.Prior);
            for (int place = 0; place < BatchedView.RowsPerBatch; place++)
            {
                int row = batch * BatchedView.RowsPerBatch + place;
                Span<float> latent = _latents.AsSpan(place * size, size);
                NormalNumbers.Fill(random, (ulong)row, latent);
                foreach (ref float value in latent)
                    value *= view._options.Temperature;
                if (_labels.Length > 0)
                    _labels[place] = view.LabelOf(row);
            }
            view._inference.Decode(_latents, _labels, _values);
            _batch = batch;
        }

        private void Draw(int row, Span<float> values)
        {
            var random = new Philox(view._seed, RandomStream.DecoderNoise);
            float[] noise = new float[values.Length];
            if (view._fitted.Architecture.IsBernoulli)
            {
                random.Fill((ulong)row, 0, noise);
                for (int i = 0; i < values.Length; i++)
                    values[i] = noise[i] < values[i] ? 1 : 0;
                return;
            }
            NormalNumbers.Fill(random, (ulong)row, noise);
            float[] deviations = view._inference.StandardDeviations();
            for (int i = 0; i < values.Length; i++)
                values[i] += deviations[deviations.Length == 1 ? 0 : i] * noise[i];
        }
    }
}
