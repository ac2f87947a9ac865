namespace MlNetGenerative.Neural.Training;

/// <summary>The numbers of one update that are the same for all entries of all parameters.</summary>
/// <param name="GradientFactor">Gradients are multiplied with this first: below 1 where their norm is clipped.</param>
/// <param name="GradientLimit">Then they are clipped to this magnitude; infinity does not.</param>
/// <param name="CoupledDecay">This share of the parameter is added to the gradient (L2 weight decay).</param>
/// <param name="ParameterFactor">The parameter is multiplied with this first (decoupled weight decay).</param>
/// <param name="Rate">The learning rate; for Adam, divided by 1 − β₁ᵗ.</param>
/// <param name="FirstDecay">β₁, or the momentum of stochastic gradient descent.</param>
/// <param name="FirstShare">1 − β₁.</param>
/// <param name="SecondDecay">β₂ or α.</param>
/// <param name="SecondShare">1 − β₂ or 1 − α.</param>
/// <param name="RootFactor">The root of the mean of squares is multiplied with this: 1/√(1 − β₂ᵗ) for Adam.</param>
/// <param name="Epsilon">ε.</param>
/// <param name="Nesterov">Whether momentum looks ahead.</param>
internal readonly record struct UpdateFactors(
    float GradientFactor, float GradientLimit, float CoupledDecay, float ParameterFactor, float Rate, float FirstDecay, float FirstShare,
    float SecondDecay, float SecondShare, float RootFactor, float Epsilon, bool Nesterov)
{
    /// <summary>The factors of an update.</summary>
    /// <param name="settings">The optimizer's settings.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="step">The number t of the update, counted from 1.</param>
    /// <param name="gradientFactor">As above.</param>
    /// <param name="gradientLimit">As above.</param>
    public static UpdateFactors Of(OptimizerSettings settings, double rate, long step, double gradientFactor, float gradientLimit)
    {
        bool adam = settings.Kind is OptimizerKind.Adam or OptimizerKind.AdamW;
        bool decoupled = settings.Kind == OptimizerKind.AdamW;
        double first = adam ? settings.FirstMomentDecay : settings.Momentum;
        return new UpdateFactors(
            GradientFactor: (float)gradientFactor,
            GradientLimit: gradientLimit,
            CoupledDecay: decoupled ? 0 : (float)settings.WeightDecay,
            ParameterFactor: decoupled ? (float)(1 - rate * settings.WeightDecay) : 1,
            Rate: (float)(adam ? rate / (1 - Math.Pow(first, step)) : rate),
            FirstDecay: (float)first,
            FirstShare: (float)(1 - first),
            SecondDecay: (float)settings.SecondMomentDecay,
            SecondShare: (float)(1 - settings.SecondMomentDecay),
            RootFactor: adam ? (float)(1 / Math.Sqrt(1 - Math.Pow(settings.SecondMomentDecay, step))) : 1,
            Epsilon: (float)settings.Epsilon,
            Nesterov: settings.Nesterov);
    }
}
