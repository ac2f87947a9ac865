namespace MlNetGenerative.Core.Images;

/// <summary>How the numbers of an image become grey values.</summary>
public enum ImageScaling
{
    /// <summary>0 is black, 1 is white, what lies outside is clipped: pixels, probabilities, samples.</summary>
    UnitInterval,

    /// <summary>0 is middle grey and the largest magnitude of each image is black or white: weights.</summary>
    SymmetricAroundZero,
}
