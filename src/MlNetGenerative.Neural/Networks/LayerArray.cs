namespace MlNetGenerative.Neural.Networks;

/// <summary>What an array of a layer starts as.</summary>
internal enum LayerArrayStart
{
    Weight,
    Bias,
    Zeros,
    Ones,
    Normal,
}

/// <summary>An array that a layer has: name, shape, what it starts as.</summary>
/// <param name="Name">Unique in the layer.</param>
/// <param name="Shape">Sizes, outermost first.</param>
/// <param name="Start">What it starts as.</param>
/// <param name="FanIn">Inputs of a unit; of weights and biases.</param>
/// <param name="FanOut">Outputs that an input goes to; of weights.</param>
/// <param name="IsBuffer">Whether training changes it other than by gradients.</param>
internal sealed record LayerArray(string Name, int[] Shape, LayerArrayStart Start, int FanIn = 0, int FanOut = 0, bool IsBuffer = false)
{
    public const string WeightName = "weight";
    public const string BiasName = "bias";

    public static LayerArray Weight(int[] shape, long fanIn, long fanOut) => new(WeightName, shape, LayerArrayStart.Weight, Bounded(fanIn), Bounded(fanOut));

    public static LayerArray[] Bias(bool use, int size, long fanIn) =>
        use ? [new(BiasName, [size], LayerArrayStart.Bias, Bounded(fanIn))] : [];

    public static LayerArray[] Scale(int[] shape) => [new(WeightName, shape, LayerArrayStart.Ones), new(BiasName, shape, LayerArrayStart.Zeros)];

    /// <summary>The number of values, as a number that cannot overflow.</summary>
    public long Count => Shape.Aggregate(1L, (count, size) => Math.Min(count * size, long.MaxValue >> 21));

    // More inputs than that are refused with the array, which would be larger still.
    private static int Bounded(long fan) => (int)Math.Min(fan, int.MaxValue);
}
