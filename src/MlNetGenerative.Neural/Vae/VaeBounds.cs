namespace MlNetGenerative.Neural.Vae;

/// <summary>What is made of the log-weights of one row's latent samples, in double precision.</summary>
internal static class VaeBounds
{
    /// <summary>log (1/K) Σ_k exp(w_k), the greatest taken out so that nothing overflows.</summary>
    public static double LogMeanExp(ReadOnlySpan<float> logWeights)
    {
        double greatest = double.NegativeInfinity;
        foreach (float weight in logWeights)
            greatest = weight > greatest || float.IsNaN(weight) ? weight : greatest;
        if (!double.IsFinite(greatest))
            return greatest;
        double sum = 0;
        foreach (float weight in logWeights)
            sum += Math.Exp(weight - greatest);
        return greatest + Math.Log(sum / logWeights.Length);
    }

    /// <summary>(Σ_k w_k)² / Σ_k w_k² of the weights: how many equal samples they are worth, 1 to K.</summary>
    /// <remarks>A. Kong, "A note on importance sampling using standardized weights", 1992.</remarks>
    public static double EffectiveSampleSize(ReadOnlySpan<float> logWeights)
    {
        double greatest = double.NegativeInfinity;
        foreach (float weight in logWeights)
            greatest = Math.Max(greatest, weight);
        double sum = 0, squares = 0;
        foreach (float weight in logWeights)
        {
            double relative = Math.Exp(weight - greatest);
            sum += relative;
            squares += relative * relative;
        }
        return sum * sum / squares;
    }

    public static double Mean(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (float value in values)
            sum += value;
        return sum / values.Length;
    }
}
