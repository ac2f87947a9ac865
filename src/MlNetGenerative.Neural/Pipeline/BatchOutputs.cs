using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetGenerative.Neural.Pipeline;

/// <summary>A batch with its outputs, computed together when the first of them is asked for.</summary>
/// <remarks>To a single row all columns are active, because a prediction engine asks for all; so there only those outputs are computed whose
/// values were read before, and in the first row each when it is read.</remarks>
internal sealed class BatchOutputs : IDisposable
{
    private readonly BatchScorer _scorer;
    private readonly float[]?[] _outputs;
    private readonly float[]?[] _scoring;
    private readonly int[] _sizes;
    private readonly bool[] _isWanted;
    private readonly bool[] _isScored;

    public BatchOutputs(BatchedMapper mapper, int capacity, bool[] active)
    {
        Batch = mapper.CreateBatch(capacity);
        _scorer = mapper.CreateScorer();
        _sizes = [.. mapper.Outputs.Select(output => output.Size)];
        _isWanted = capacity > 1 ? active : new bool[active.Length];
        _isScored = new bool[active.Length];
        _scoring = new float[active.Length][];
        _outputs = [.. _sizes.Select((size, output) => active[output] ? new float[capacity * size] : null)];
    }

    public RowBatch Batch { get; }

    /// <summary>Makes the batch empty.</summary>
    public void Clear()
    {
        Batch.Clear();
        Array.Clear(_isScored);
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
        if (!_isScored[output])
        {
            _isWanted[output] = true;
            Score();
        }
        return _outputs[output].AsSpan(row * _sizes[output], _sizes[output]);
    }

    private void Score()
    {
        Batch.Fill();
        for (int output = 0; output < _outputs.Length; output++)
            _scoring[output] = _isWanted[output] && !_isScored[output] ? _outputs[output] : null;
        _scorer.Score(Batch, _scoring);
        for (int row = 0; row < Batch.Count; row++)
            if (!Batch.IsFinite(row))
                for (int output = 0; output < _scoring.Length; output++)
                    _scoring[output]?.AsSpan(row * _sizes[output], _sizes[output]).Fill(float.NaN);
        _isWanted.CopyTo(_isScored, 0);
    }
}
