using MlNetGenerative.Core.Training;

namespace MlNetGenerative;

/// <summary>Which optimizer changes the parameters, with its own settings; defaults and meaning are those of PyTorch.</summary>
public sealed record OptimizerSettings
{
    /// <summary>The optimizer.</summary>
    public OptimizerKind Kind { get; init; } = OptimizerKind.Adam;

    /// <summary>β₁ of Adam and AdamW, the share of the mean of gradients that stays in an update: 0 to below 1; useful: 0 to 0.9.</summary>
    public double FirstMomentDecay { get; init; } = 0.9;

    /// <summary>β₂ of Adam and AdamW, α of RMSprop, the share of the mean of squares that stays in an update: 0 to below 1; useful: 0.9 to 0.999.</summary>
    public double SecondMomentDecay { get; init; } = 0.999;

    /// <summary>ε, added to the root of the mean of squares: above 0 and at most 1; useful: 1e-8 to 1e-3.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>The share of the last update of stochastic gradient descent that is repeated, 0 to below 1.</summary>
    public double Momentum { get; init; }

    /// <summary>Whether stochastic gradient descent looks ahead along its momentum (Nesterov); needs momentum.</summary>
    public bool Nesterov { get; init; }

    /// <summary>L2 weight decay on all parameters, 0 to 1; useful: 0 to 0.01.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Checks every setting.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range; the message names setting, value and range.</exception>
    public void Validate()
    {
        SettingCheck.Require(Enum.IsDefined(Kind), nameof(Kind), Kind, $"one of {string.Join(", ", Enum.GetNames<OptimizerKind>())}");
        SettingCheck.Require(FirstMomentDecay is >= 0 and < 1, nameof(FirstMomentDecay), FirstMomentDecay, "at least 0 and below 1");
        SettingCheck.Require(SecondMomentDecay is >= 0 and < 1, nameof(SecondMomentDecay), SecondMomentDecay, "at least 0 and below 1");
        SettingCheck.Require(Epsilon is > 0 and <= 1, nameof(Epsilon), Epsilon, "above 0 and at most 1");
        SettingCheck.Require(Momentum is >= 0 and < 1, nameof(Momentum), Momentum, "at least 0 and below 1");
        SettingCheck.Require(Momentum == 0 || Kind == OptimizerKind.Sgd, nameof(Momentum), Momentum, $"0 where {nameof(Kind)} is not {OptimizerKind.Sgd}");
        SettingCheck.Require(!Nesterov || Momentum > 0, nameof(Nesterov), Nesterov, $"False where {nameof(Momentum)} is 0");
        SettingCheck.Require(WeightDecay is >= 0 and <= 1, nameof(WeightDecay), WeightDecay, "from 0 to 1");
    }
}
