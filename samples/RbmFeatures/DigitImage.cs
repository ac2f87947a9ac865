namespace Samples.RbmFeatures;

/// <summary>What the engine is asked: the pixels of an image, each in [0, 1].</summary>
internal sealed class DigitImage
{
    public float[] Features { get; set; } = [];
}
