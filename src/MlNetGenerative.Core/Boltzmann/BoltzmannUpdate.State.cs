using MlNetGenerative.Core.Persistence;

namespace MlNetGenerative.Core.Boltzmann;

/// <content>What a checkpoint keeps of a machine in training.</content>
sealed unsafe partial class BoltzmannUpdate
{
    private const string WeightsTensor = "weights";
    private const string VelocityTensor = "velocity";
    private const string VisibleBiasTensor = "visible_bias";
    private const string VisibleBiasVelocityTensor = "visible_bias_velocity";
    private const string HiddenBiasTensor = "hidden_bias";
    private const string HiddenBiasVelocityTensor = "hidden_bias_velocity";
    private const string HiddenOffsetTensor = "hidden_offset";
    private const string ChainsTensor = "chains";

    /// <summary>The number of random draws of all updates so far; a counter, which may wrap.</summary>
    public uint Draws => _draws;

    /// <summary>Copies all that the next updates depend on beside <see cref="Draws"/>; matrices as they lie in memory. Visible offsets are the
    /// means of the data, and the transpose follows from the weights.</summary>
    public IReadOnlyList<SafetensorsTensor> CopyState()
    {
        var state = new List<SafetensorsTensor>
        {
            Copy(WeightsTensor, _weights.Entries),
            Copy(VisibleBiasTensor, _visible.Bias.Span),
            Copy(VisibleBiasVelocityTensor, _visible.BiasVelocity.Span),
            Copy(HiddenBiasTensor, _hiddenBias.Span),
            Copy(HiddenBiasVelocityTensor, _hiddenBiasVelocity.Span),
            Copy(HiddenOffsetTensor, _hiddenOffset.Span),
        };
        if (_velocity is not null)
            state.Add(Copy(VelocityTensor, _velocity.Entries));
        if (_persistent)
        {
            long[] chains = Array.ConvertAll(_hiddenStates.AllWords.ToArray(), word => (long)word);
            state.Add(new SafetensorsTensor(ChainsTensor, [chains.Length], chains));
        }
        if (_adam is not null)
            state.AddRange(_adam.CopyState());
        if (_tempered is not null)
            state.AddRange(_tempered.CopyState());
        return state;
    }

    /// <summary>Takes back what <see cref="CopyState"/> gave.</summary>
    public void SetState(Safetensors state, uint draws)
    {
        state.GetSingles(WeightsTensor).CopyTo(_weights.Entries);
        for (int unit = 0; unit < _visibleUnits; unit++)
            for (int j = 0; j < _weights.Columns; j++)
                _transpose[j, unit] = _weights[unit, j];
        state.GetSingles(VisibleBiasTensor).CopyTo(_visible.Bias.Span);
        state.GetSingles(VisibleBiasVelocityTensor).CopyTo(_visible.BiasVelocity.Span);
        state.GetSingles(HiddenBiasTensor).CopyTo(_hiddenBias.Span);
        state.GetSingles(HiddenBiasVelocityTensor).CopyTo(_hiddenBiasVelocity.Span);
        state.GetSingles(HiddenOffsetTensor).CopyTo(_hiddenOffset.Span);
        if (_velocity is not null)
            state.GetSingles(VelocityTensor).CopyTo(_velocity.Entries);
        if (_persistent)
            Array.ConvertAll(state.GetInt64s(ChainsTensor), word => (uint)word).CopyTo(_hiddenStates.AllWords);
        _adam?.SetState(state);
        _tempered?.SetState(state);
        _draws = draws;
    }

    private static SafetensorsTensor Copy(string name, ReadOnlySpan<float> values) => new(name, [values.Length], values.ToArray());
}
