namespace MlNetGenerative.Core.Numerics;

/// <summary>The purposes random numbers are drawn for; each has numbers of its own under the same seed.</summary>
internal static class RandomStream
{
    /// <summary>First weights; row = visible unit, two draws a weight.</summary>
    public const uint InitialWeights = 1;

    /// <summary>Order of rows in a pass.</summary>
    public const uint Shuffle = 2;

    /// <summary>Which rows are kept back for monitoring (row 0), and how grey ones of them are binarised (row = place + 1).</summary>
    public const uint MonitoredRows = 3;

    /// <summary>Units whose conditional probability estimates the pseudo-likelihood.</summary>
    public const uint PseudoLikelihood = 4;

    /// <summary>Seeds of the epochs' orders; row = epoch.</summary>
    public const uint EpochSeed = 5;

    /// <summary>First states of persistent chains; row = chain.</summary>
    public const uint ChainStart = 6;

    /// <summary>Hidden states in training.</summary>
    public const uint TrainingHidden = 7;

    /// <summary>Visible states in training.</summary>
    public const uint TrainingVisible = 8;

    /// <summary>First visible states of generated chains; row = chain.</summary>
    public const uint GibbsStart = 9;

    /// <summary>Hidden states of generated chains; row = chain and step.</summary>
    public const uint GibbsHidden = 10;

    /// <summary>Visible states of generated chains; row = chain and step.</summary>
    public const uint GibbsVisible = 11;

    /// <summary>Stochastic binarisation of training rows; the epoch is added above bit 8, row = row in the pass.</summary>
    public const uint Binarization = 12;

    /// <summary>Order of rows that pass through a bounded pool.</summary>
    public const uint Reservoir = 13;

    /// <summary>Hidden states of tempered chains in training; the number of the temperature is added above bit 8.</summary>
    public const uint TemperedHidden = 14;

    /// <summary>Visible states of tempered chains in training; the number of the temperature is added above bit 8.</summary>
    public const uint TemperedVisible = 15;

    /// <summary>Whether chains at neighbouring temperatures swap; row = update and chain, draw = the colder temperature's number.</summary>
    public const uint TemperatureSwap = 16;

    /// <summary>Which hidden units a row leaves out of an update; row = update and row in it, draw = unit.</summary>
    public const uint HiddenDropout = 17;

    /// <summary>Sampled hidden states of scored rows; row = the row's id.</summary>
    public const uint HiddenSample = 32;

    /// <summary>Stochastic binarisation of rows whose likelihood is measured; row = the row's id.</summary>
    public const uint LikelihoodBinarization = 33;

    /// <summary>First weights of a network; the network's number within the model is added above bit 8, row = parameter.</summary>
    public const uint NetworkWeights = 48;

    /// <summary>Dropout masks; the network's number is added above bit 8, row = update, draws over layers, rows and units.</summary>
    public const uint Dropout = 49;

    /// <summary>Stochastic binarisation of a neural model's training rows; row = update, draws over rows and columns of the batch.</summary>
    public const uint NeuralBinarization = 50;

    /// <summary>Noise of the reparameterised latent vectors in training; row = update.</summary>
    public const uint LatentNoise = 51;

    /// <summary>Latent samples of scored rows; row = the row's id.</summary>
    public const uint LatentSample = 52;

    /// <summary>Latent vectors that rows are generated from; row = the row's index.</summary>
    public const uint Prior = 53;

    /// <summary>Noise of importance samples, the same for all rows; row = the sample's number.</summary>
    public const uint ImportanceNoise = 54;

    /// <summary>Noise of the generator's rows in training; row = update.</summary>
    public const uint GeneratorNoise = 55;

    /// <summary>Interpolation weights of the gradient penalty; row = update.</summary>
    public const uint GradientPenalty = 56;

    /// <summary>Values drawn around a decoded mean; row = the row's index.</summary>
    public const uint DecoderNoise = 57;

    /// <summary>Which rows are kept back for validation; row = 0.</summary>
    public const uint ValidationRows = 58;

    /// <summary>Which rows a sample metric is measured on; row = the set (0 held out, 1 reference, 2 generated).</summary>
    public const uint MeasuredSamples = 59;

    /// <summary>First visible states of forward annealed runs; row = run.</summary>
    public const uint AnnealedStart = 128;

    /// <summary>Hidden states of forward annealed runs; row = run and temperature.</summary>
    public const uint ForwardHidden = 129;

    /// <summary>Visible states of forward annealed runs; row = run and temperature.</summary>
    public const uint ForwardVisible = 130;

    /// <summary>Hidden states of reverse annealed runs; row = run and temperature.</summary>
    public const uint ReverseHidden = 131;

    /// <summary>Visible states of reverse annealed runs; row = run and temperature.</summary>
    public const uint ReverseVisible = 132;

    /// <summary>Which states exact samples are; row = sample.</summary>
    public const uint ExactState = 133;

    /// <summary>The other side of exact samples; row = sample.</summary>
    public const uint ExactOtherSide = 134;

    /// <summary>Measured rows that reverse annealed runs start at; row 0.</summary>
    public const uint ReverseStartRows = 136;

    /// <summary>Stochastic binarisation of rows whose likelihood is measured; row = row in the pass.</summary>
    public const uint MeasuredBinarization = 135;
}
