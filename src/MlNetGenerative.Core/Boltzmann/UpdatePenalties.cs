using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Boltzmann;

/// <summary>What an update may do beside following the gradient: L1 decay, a bound on the norms of weights, and a target for how often hidden
/// units are on. A plain pass over a panel of hidden units after its update; null where the settings ask for none.</summary>
internal sealed unsafe class UpdatePenalties
{
    private const int PanelWidth = PanelMatrix.PanelWidth;

    private readonly float _l1;
    private readonly float? _maximumNorm;
    private readonly float? _sparsityTarget;
    private readonly float _sparsityCost;

    private UpdatePenalties(RestrictedBoltzmannMachineSettings settings)
    {
        _l1 = settings.L1WeightDecay;
        _maximumNorm = settings.MaximumWeightNorm;
        _sparsityTarget = settings.SparsityTarget;
        _sparsityCost = settings.SparsityCost;
    }

    /// <summary>The penalties of some settings, or null when there are none.</summary>
    public static UpdatePenalties? Of(RestrictedBoltzmannMachineSettings settings)
        => settings.L1WeightDecay > 0 || settings.MaximumWeightNorm is not null || settings.SparsityTarget is not null
            ? new UpdatePenalties(settings) : null;

    /// <summary>Works on one panel, before it is copied to the transpose.</summary>
    public void Apply(in GradientStage stage, int panel)
    {
        if (_l1 > 0)
            Shrink(stage, panel, stage.LearningRate * _l1);
        if (_maximumNorm is { } norm)
            BoundNorms(stage, panel, norm);
        if (_sparsityTarget is { } target)
            MoveTo(stage, panel, target);
    }

    /// <summary>w = sign(w) max(0, |w| - threshold): the proximal step of the L1 norm, which makes weights exactly zero.</summary>
    private static void Shrink(in GradientStage stage, int panel, float threshold)
    {
        var weights = new Span<float>(stage.Weights.Panel(panel), stage.Weights.Rows * PanelWidth);
        for (int i = 0; i < weights.Length; i++)
            weights[i] = MathF.CopySign(MathF.Max(0, MathF.Abs(weights[i]) - threshold), weights[i]);
    }

    /// <summary>Scales the weights of each hidden unit whose Euclidean norm is beyond a bound down to it (N. Srivastava and others, "Dropout: a
    /// simple way to prevent neural networks from overfitting", JMLR 15, 2014).</summary>
    private static void BoundNorms(in GradientStage stage, int panel, float bound)
    {
        float* weights = stage.Weights.Panel(panel);
        int rows = stage.Weights.Rows;
        Span<double> squares = stackalloc double[PanelWidth];
        squares.Clear();
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < PanelWidth; column++)
                squares[column] += (double)weights[row * PanelWidth + column] * weights[row * PanelWidth + column];
        for (int column = 0; column < PanelWidth; column++)
        {
            double norm = Math.Sqrt(squares[column]);
            if (!(norm > bound))
                continue;
            float scale = (float)(bound / norm);
            for (int row = 0; row < rows; row++)
                weights[row * PanelWidth + column] *= scale;
        }
    }

    /// <summary>b_j += rate cost (target - q_j), q_j the mean of p(h_j = 1 | v) over the batch (H. Lee, C. Ekanadham and A. Ng, "Sparse deep
    /// belief net model for visual area V2", NIPS 2007, who change the biases alone as well).</summary>
    private void MoveTo(in GradientStage stage, int panel, float target)
    {
        float* hidden = stage.Hidden + (long)panel * stage.HiddenRows * PanelWidth;
        int columns = Math.Min(PanelWidth, stage.Weights.Columns - panel * PanelWidth);
        for (int column = 0; column < columns; column++)
        {
            double sum = 0;
            for (int row = 0; row < stage.DataRows; row++)
                sum += hidden[row * PanelWidth + column];
            stage.HiddenBias[panel * PanelWidth + column] += (float)(stage.LearningRate * _sparsityCost * (target - sum / stage.DataRows));
        }
    }
}
