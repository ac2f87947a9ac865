using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Core.Numerics;
using MlNetGenerative.Pipeline;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetGenerative.Boltzmann;

/// <summary>
/// Computes the outputs of one row at a time over a row or cursor. The product b + v W, the costly part, is computed once a row however
/// many columns use it, and only when one of them is asked for. Belongs to one cursor.
/// </summary>
internal sealed class BoltzmannRowScorer
{
    private readonly FittedBoltzmannMachine _fitted;
    private readonly RestrictedBoltzmannMachine _machine;
    private readonly DataViewRow _input;
    private readonly ValueGetter<VBuffer<float>> _features;
    private readonly NonZeroEntries _entries;
    private readonly float[] _activations;
    private readonly float[] _probabilities;
    private VBuffer<float> _value;
    private bool _isFinite;
    private long _activationsRow = -1;
    private long _probabilitiesRow = -1;

    public BoltzmannRowScorer(FittedBoltzmannMachine fitted, DataViewRow input, DataViewSchema.Column features)
    {
        _fitted = fitted;
        _machine = fitted.Machine;
        _input = input;
        _features = input.GetGetter<VBuffer<float>>(features);
        _entries = new NonZeroEntries(features.Name, _machine.NumberOfVisibleUnits);
        _activations = new float[_machine.NumberOfHiddenUnits];
        _probabilities = new float[_machine.NumberOfHiddenUnits];
    }

    /// <summary>The getter of one output column.</summary>
    public Delegate CreateGetter(BoltzmannOutput output) => output switch
    {
        BoltzmannOutput.Hidden => (ValueGetter<VBuffer<float>>)GetHidden,
        BoltzmannOutput.Sample => CreateSampleGetter(),
        BoltzmannOutput.Reconstruction => (ValueGetter<VBuffer<float>>)GetReconstruction,
        BoltzmannOutput.Score => (ValueGetter<float>)GetScore,
        BoltzmannOutput.PredictedLabel => (ValueGetter<bool>)GetPredictedLabel,
        _ => throw new ArgumentOutOfRangeException(nameof(output), output, null),
    };

    private void GetHidden(ref VBuffer<float> value)
    {
        ComputeProbabilities();
        VBufferEditor<float> editor = VBufferEditor.Create(ref value, _probabilities.Length);
        _probabilities.CopyTo(editor.Values);
        value = editor.Commit();
    }

    private ValueGetter<VBuffer<float>> CreateSampleGetter()
    {
        ValueGetter<DataViewRowId> getId = _input.GetIdGetter();
        var random = new Philox((uint)_fitted.Seed, RandomStream.HiddenSample);
        float[] uniforms = new float[_machine.NumberOfHiddenUnits];
        return (ref VBuffer<float> value) =>
        {
            ComputeProbabilities();
            DataViewRowId id = default;
            getId(ref id);
            random.Fill(RowKey.Of(id), 0, uniforms);
            VBufferEditor<float> editor = VBufferEditor.Create(ref value, uniforms.Length);
            for (int unit = 0; unit < uniforms.Length; unit++)
                editor.Values[unit] = !_isFinite ? float.NaN : uniforms[unit] < _probabilities[unit] ? 1 : 0;
            value = editor.Commit();
        };
    }

    private void GetReconstruction(ref VBuffer<float> value)
    {
        ComputeProbabilities();
        VBufferEditor<float> editor = VBufferEditor.Create(ref value, _machine.NumberOfVisibleUnits);
        if (_isFinite)
            _machine.VisibleProbabilities(_probabilities, editor.Values);
        else
            editor.Values.Fill(float.NaN);
        value = editor.Commit();
    }

    private void GetScore(ref float value)
    {
        ComputeActivations();
        value = _isFinite ? (float)_machine.FreeEnergy(_entries.Indices, _entries.Values, _activations) : float.NaN;
    }

    private void GetPredictedLabel(ref bool value)
    {
        float score = 0;
        GetScore(ref score);
        value = score > _fitted.ScoreThreshold;
    }

    private void ComputeProbabilities()
    {
        ComputeActivations();
        if (_probabilitiesRow == _activationsRow && _probabilitiesRow >= 0)
            return;
        if (_isFinite)
            RestrictedBoltzmannMachine.Sigmoid(_activations, _probabilities);
        else
            _probabilities.AsSpan().Fill(float.NaN);
        _probabilitiesRow = _activationsRow;
    }

    private void ComputeActivations()
    {
        long row = _input.Position;
        if (_activationsRow == row && row >= 0)
            return;
        _activationsRow = _probabilitiesRow = -1;   // so that a getter that throws leaves nothing half computed behind
        _features(ref _value);
        _entries.Set(in _value);
        _isFinite = _entries.IsFinite();
        if (_fitted.Binarization == Binarization.Threshold)
            _entries.Threshold();
        if (_isFinite)
            _machine.HiddenActivations(_entries.Indices, _entries.Values, _activations);
        _activationsRow = row;
    }
}
