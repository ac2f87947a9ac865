using Microsoft.ML;
using MlNetGenerative.Pipeline;

namespace MlNetGenerative.Neural.Pipeline;

/// <summary>A transformer bound to one input schema whose columns are computed in batches; single rows are batches of one.</summary>
internal abstract class BatchedMapper : AppendColumnsMapper
{
    private readonly DataViewSchema.Column _features;
    private readonly DataViewSchema.Column? _label;

    protected BatchedMapper(DataViewSchema inputSchema, DataViewSchema.Column features, DataViewSchema.Column? label, IReadOnlyList<BatchedOutput> outputs)
        : base(inputSchema, [.. outputs.Select(output => output.Column)])
    {
        _features = features;
        _label = label;
        Outputs = outputs;
        Inputs = label is { } key ? [features, key] : [features];
    }

    public IReadOnlyList<BatchedOutput> Outputs { get; }

    /// <summary>The columns that a batch is read from.</summary>
    public IReadOnlyList<DataViewSchema.Column> Inputs { get; }

    /// <summary>Makes what computes the outputs for one cursor.</summary>
    public abstract BatchScorer CreateScorer();

    /// <summary>Room for rows; for more than one in a tensor, which the caller disposes.</summary>
    public RowBatch CreateBatch(int capacity) => new(capacity, FeatureColumn.SizeOf(_features), _label is not null, inTensor: capacity > 1);

    public RowBatchReader CreateReader(DataViewRow row) => new(row, _features, _label);

    protected override IEnumerable<int> InputsOf(int appended) => Inputs.Select(column => column.Index);

    public override Delegate?[] CreateGetters(DataViewRow input, bool[] appendedActive)
    {
        var getters = new Delegate?[appendedActive.Length];
        if (!appendedActive.Contains(true))
            return getters;
        var row = new SingleRow(input, CreateReader(input), new BatchOutputs(this, capacity: 1, appendedActive));
        for (int output = 0; output < getters.Length; output++)
            if (appendedActive[output])
                getters[output] = row.Outputs.CreateGetter(Outputs[output], output, row.Current);
        return getters;
    }

    /// <summary>The row that a row or cursor stands on, read once for all outputs.</summary>
    private sealed class SingleRow(DataViewRow input, RowBatchReader reader, BatchOutputs outputs)
    {
        private long _position = -1;

        public BatchOutputs Outputs => outputs;

        public int Current()
        {
            long position = input.Position;
            if (_position == position && position >= 0)
                return 0;
            _position = -1;   // so that a getter that throws leaves nothing half read behind
            outputs.Clear();
            reader.ReadInto(outputs.Batch);
            _position = position;
            return 0;
        }
    }
}
