using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Boltzmann;

/// <summary>Leaves hidden units out of an update, other ones for each row: the units of row n that stay are drawn from (seed, update, n).</summary>
/// <remarks>
/// <para>A row, and the chain that it starts, is trained on the machine that has only the units that stay: p(h_j = 1 | v) = sigmoid(b_j + sum over i
/// of v_i W_ij) for those, 0 for the others. Persistent chains draw units anew in each update; a chain's hidden states are kept with all units, so that
/// those that the next update leaves out are drawn from the same p(h | v).</para>
/// <para>The trained machine has all units, with weights scaled by the share p that stayed, as the source scales them. The scaling is about the
/// centre: W' = p W and b' = b + (1 - p) W^T mu, mu the means of the columns, so that units are on as often as in training.</para>
/// <para>N. Srivastava, G. Hinton, A. Krizhevsky, I. Sutskever and R. Salakhutdinov, "Dropout: a simple way to prevent neural networks from
/// overfitting", JMLR 15, 2014, sections 4 and 8.</para>
/// </remarks>
internal sealed unsafe class HiddenDropout
{
    private const int PanelWidth = PanelMatrix.PanelWidth;

    private readonly float _rate;
    private readonly Philox _random;
    private readonly StateBits _kept;

    private HiddenDropout(RestrictedBoltzmannMachineSettings settings, int rows)
    {
        _rate = settings.HiddenDropoutRate;
        _random = new Philox(settings.Seed, RandomStream.HiddenDropout);
        _kept = new StateBits(rows, settings.NumberOfHiddenUnits);
    }

    /// <summary>The dropout of some settings for at most some rows of data and of the model, or null where there is none.</summary>
    public static HiddenDropout? Of(RestrictedBoltzmannMachineSettings settings, int rows)
        => settings.HiddenDropoutRate > 0 ? new HiddenDropout(settings, rows) : null;

    /// <summary>Draws the units that stay of rows in [from, to).</summary>
    /// <param name="firstRandomRow">The row of random numbers of row 0.</param>
    /// <param name="from">The first row.</param>
    /// <param name="to">The row behind the last.</param>
    public void Draw(ulong firstRandomRow, int from, int to)
    {
        float* uniforms = stackalloc float[Philox.GroupSize];
        for (int row = from; row < to; row++)
        {
            for (int panel = 0; panel < _kept.Panels; panel++)
            {
                if (panel % 2 == 0)
                    _random.FillGroup(firstRandomRow + (uint)row, (uint)panel / 2, uniforms);
                uint word = 0;
                for (int column = 0; column < PanelWidth; column++)
                    word |= (uniforms[panel % 2 * PanelWidth + column] >= _rate ? 1u : 0) << column;
                _kept.Words[(long)panel * _kept.Rows + row] = word;
            }
        }
    }

    /// <summary>Turns the units off that are left out.</summary>
    /// <param name="states">Hidden states.</param>
    /// <param name="firstRow">The number of the first sample's row.</param>
    /// <param name="fromPanel">The first panel.</param>
    /// <param name="toPanel">The panel behind the last.</param>
    /// <param name="from">The first sample.</param>
    /// <param name="to">The sample behind the last.</param>
    public void MaskStates(StateBits states, int firstRow, int fromPanel, int toPanel, int from, int to)
    {
        for (int panel = fromPanel; panel < toPanel; panel++)
            for (int sample = from; sample < to; sample++)
                states.Words[(long)panel * states.Rows + sample] &= _kept.Words[(long)panel * _kept.Rows + firstRow + sample];
    }

    /// <summary>Sets the probabilities to 0 of units that are left out, and computes what depends on them.</summary>
    /// <param name="stage">The stage that computed probabilities.</param>
    /// <param name="firstRow">The number of the first sample's row.</param>
    /// <param name="fromPanel">The first panel.</param>
    /// <param name="toPanel">The panel behind the last.</param>
    public void MaskProbabilities(in ConditionalStage stage, int firstRow, int fromPanel, int toPanel)
    {
        for (int panel = fromPanel; panel < toPanel; panel++)
        {
            for (int sample = 0; sample < stage.Samples; sample++)
            {
                long row = (long)panel * stage.ResultRows + stage.FirstResultRow + sample;
                float* probabilities = stage.Probabilities + row * PanelWidth;
                uint kept = _kept.Words[(long)panel * _kept.Rows + firstRow + sample];
                float projection = 0;
                for (int column = 0; column < PanelWidth; column++)
                {
                    if ((kept >> column & 1) == 0)
                        probabilities[column] = 0;
                    else if (stage.Projections is not null)
                        projection = MathF.FusedMultiplyAdd(probabilities[column], stage.Direction[panel * PanelWidth + column], projection);
                }
                if (stage.Projections is not null)
                    stage.Projections[row] = projection;
            }
        }
    }

    /// <summary>The machine with all units.</summary>
    /// <param name="trained">The machine that was trained with units left out.</param>
    /// <param name="centre">mu, one entry a visible unit.</param>
    public RestrictedBoltzmannMachine Scale(RestrictedBoltzmannMachine trained, ReadOnlySpan<float> centre)
    {
        float keep = 1 - _rate;
        float[] weights = trained.GetWeights();
        float[] hiddenBias = trained.GetHiddenBias();
        int hidden = hiddenBias.Length;
        for (int j = 0; j < hidden; j++)
        {
            double shift = 0;
            for (int i = 0; i < centre.Length; i++)
                shift += (double)weights[i * hidden + j] * centre[i];
            hiddenBias[j] += (float)(_rate * shift);
        }
        System.Numerics.Tensors.TensorPrimitives.Multiply(weights, keep, weights);
        return new RestrictedBoltzmannMachine(centre.Length, hidden, weights, trained.GetVisibleBias(), hiddenBias);
    }
}
