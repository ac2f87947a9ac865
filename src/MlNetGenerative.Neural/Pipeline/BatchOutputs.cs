using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetGenerative.Neural.Pipeline;

/// <summary>A batch with its outputs, computed together when the first of them is asked for.</summary>
internal sealed class BatchOutputs : IDisposable
{
    private readonly BatchScorer _scorer;
    private readonly float[]?[] _outputs;
    private readonly int[] _sizes;
    private bool _isScored;

    public BatchOutputs(BatchedMapper mapper, int capacity, bool[] active)
    {
        Batch = mapper.CreateBatch(capacity);
        _scorer = mapper.CreateScorer();
        _sizes = [.. mapper.Outputs.Select(output => output.Size)];
        _outputs = [.. _sizes.Select((size, output) => active[output] ? new float[capacity * size] : null)];
    }

    public RowBatch Batch { get; }

    /// <summary>Makes the batch empty.</summary>
    public void Clear()
    {
        Batch.Clear();
        _isScored = false;
    }

    /// <summary>The getter of an active output for the row of the batch that <paramref name="currentRow"/> gives.</summary>
    public Delegate CreateGetter(BatchedOutput output, int place, Func<int> currentRow) => output.Kind switch
    {
        BatchedOutputKind.Vector => (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
        {
            VBufferEditor<float> editor = VBufferEditor.Create(ref value, output.Size);
            Row(place, currentRow()).CopyTo(editor.Values);
            value = editor.Commit();
        }),
        BatchedOutputKind.Boolean => (ValueGetter<bool>)((ref bool value) => value = Row(place, currentRow())[0] == 1),
        _ => (ValueGetter<float>)((ref float value) => value = Row(place, currentRow())[0]),
    };

    public void Dispose() => Batch.Dispose();

    private Span<float> Row(int output, int row)
    {
        if (!_isScored)
            Score();
        return _outputs[output].AsSpan(row * _sizes[output], _sizes[output]);
    }

    private void Score()
    {
        Batch.Fill();
        _scorer.Score(Batch, _outputs);
        for (int row = 0; row < Batch.Count; row++)
            if (!Batch.IsFinite(row))
                for (int output = 0; output < _outputs.Length; output++)
                    _outputs[output]?.AsSpan(row * _sizes[output], _sizes[output]).Fill(float.NaN);
        _isScored = true;
    }
}
