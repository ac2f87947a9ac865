using MlNetGenerative.Core.Numerics;
using MlNetGenerative.Core.Persistence;

namespace MlNetGenerative.Core.Boltzmann;

/// <summary>Adam for a machine in training: the kernels leave the gradient where the velocities would be, and the step is made from it.</summary>
internal sealed unsafe class AdamRule
{
    private const string UpdatesTensor = "adam_updates";

    private readonly AdamMoments _weights;
    private readonly AdamMoments _visibleBias;
    private readonly AdamMoments _hiddenBias;
    private long _updates;
    private AdamFactors _factors;

    /// <param name="weights">W.</param>
    /// <param name="visibleBiases">The padded number of visible biases.</param>
    public AdamRule(PanelMatrix weights, long visibleBiases)
    {
        _weights = new AdamMoments(weights.Entries.Length);
        _visibleBias = new AdamMoments(visibleBiases);
        _hiddenBias = new AdamMoments(weights.PaddedColumns);
    }

    /// <summary>Begins an update; before any range is worked on.</summary>
    public void Begin(float learningRate) => _factors = AdamMoments.Factors(learningRate, ++_updates);

    /// <summary>Changes visible biases from some unit on.</summary>
    public void StepVisibleBias(Span<float> bias, ReadOnlySpan<float> gradient, int fromUnit) => _visibleBias.Step(bias, gradient, fromUnit, _factors);

    /// <summary>Changes a panel's weights and hidden biases.</summary>
    public void Step(in GradientStage stage, int panel)
    {
        int entries = stage.Weights.Rows * PanelMatrix.PanelWidth;
        _weights.Step(
            new Span<float>(stage.Weights.Panel(panel), entries), new ReadOnlySpan<float>(stage.Velocity!.Panel(panel), entries), panel * entries, _factors);
        int first = panel * PanelMatrix.PanelWidth;
        _hiddenBias.Step(
            new Span<float>(stage.HiddenBias + first, PanelMatrix.PanelWidth),
            new ReadOnlySpan<float>(stage.HiddenBiasVelocity + first, PanelMatrix.PanelWidth), first, _factors);
    }

    /// <summary>What a checkpoint keeps.</summary>
    public IEnumerable<SafetensorsTensor> CopyState()
    {
        foreach ((string name, AlignedBuffer<float> moment) in Moments)
            yield return new SafetensorsTensor(name, [(int)moment.Length], moment.Span.ToArray());
        yield return new SafetensorsTensor(UpdatesTensor, [1], new[] { _updates });
    }

    /// <summary>Takes back what <see cref="CopyState"/> gave.</summary>
    public void SetState(Safetensors state)
    {
        foreach ((string name, AlignedBuffer<float> moment) in Moments)
            state.GetSingles(name).CopyTo(moment.Span);
        _updates = state.GetInt64s(UpdatesTensor)[0];
    }

    private IEnumerable<(string Name, AlignedBuffer<float> Moment)> Moments =>
    [
        ("weights_first_moment", _weights.First), ("weights_second_moment", _weights.Second),
        ("visible_bias_first_moment", _visibleBias.First), ("visible_bias_second_moment", _visibleBias.Second),
        ("hidden_bias_first_moment", _hiddenBias.First), ("hidden_bias_second_moment", _hiddenBias.Second),
    ];
}
