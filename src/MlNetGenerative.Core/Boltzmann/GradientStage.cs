using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Boltzmann;

/// <summary>What the kernel that turns statistics into an update of weights and hidden biases works on.</summary>
/// <remarks>
/// <para>Hidden probabilities lie at [panel][row][32 columns], <see cref="HiddenRows"/> rows a panel: first those of the data, then
/// those of the model, negated and multiplied by (rows of data / rows of model); rows behind receive what <see cref="SamplePairs"/> says.
/// So the sum over the samples in which a visible unit is on, divided by the rows of data, is the difference of the two statistics.</para>
/// <para>The gradient is the enhanced one: dW = &lt;v h&gt;_data - &lt;v h&gt;_model - mu dh^T - dv lambda^T and db = dh - dW^T mu, with mu
/// and lambda the offsets, dv and dh the differences of the means (J. Melchior, A. Fischer and L. Wiskott, "How to center deep Boltzmann
/// machines", JMLR 17, 2016). With zero offsets it is the plain gradient.</para>
/// </remarks>
internal unsafe struct GradientStage
{
    /// <summary>W, panels over hidden units; updated.</summary>
    public PanelMatrix Weights;

    /// <summary>The transpose of W, panels over visible units; updated.</summary>
    public PanelMatrix Transpose;

    /// <summary>The velocity of W, or null without momentum; updated.</summary>
    public PanelMatrix? Velocity;

    /// <summary>b and its velocity, padded; updated.</summary>
    public float* HiddenBias;

    /// <summary>See <see cref="HiddenBias"/>.</summary>
    public float* HiddenBiasVelocity;

    /// <summary>Hidden probabilities, see the remarks.</summary>
    public float* Hidden;

    /// <summary>See <see cref="Hidden"/>.</summary>
    public int HiddenRows;

    /// <summary>Samples in which units are exactly 1.</summary>
    public OnSamples OnSamples;

    /// <summary>Samples in which units have grey values, or null.</summary>
    public GreySamples? GreySamples;

    /// <summary>The number of rows of data.</summary>
    public int DataRows;

    /// <summary>The number of rows of the model.</summary>
    public int ModelRows;

    /// <summary>mu, or zeros.</summary>
    public float* VisibleOffset;

    /// <summary>lambda, or zeros; padded. Moved towards the data's hidden means by <see cref="HiddenOffsetRate"/>.</summary>
    public float* HiddenOffset;

    /// <summary>The share by which lambda moves; 0 keeps it.</summary>
    public float HiddenOffsetRate;

    /// <summary>dv = &lt;v&gt;_data - &lt;v&gt;_model.</summary>
    public float* VisibleDifference;

    /// <summary>mu·(v - mu) of each row of data and model.</summary>
    public float* VisibleProjection;

    /// <summary>mu·dv.</summary>
    public float VisibleOffsetDifference;

    /// <summary>Learning rate, momentum and L2 weight decay of this update.</summary>
    public float LearningRate;

    /// <summary>See <see cref="LearningRate"/>.</summary>
    public float Momentum;

    /// <summary>See <see cref="LearningRate"/>.</summary>
    public float WeightDecay;

    /// <summary>Whether a step looks ahead: momentum times the new velocity, plus the gradient's step.</summary>
    public bool Nesterov;

    /// <summary>Makes the step, or null: then velocities hold the gradient, and the kernel changes no parameter.</summary>
    public AdamRule? Adam;

    /// <summary>What is done beside following the gradient, or null.</summary>
    public UpdatePenalties? Penalties;
}
