namespace MlNetGenerative;

/// <summary>The way from one point to another.</summary>
public enum InterpolationKind
{
    /// <summary>Along the straight line.</summary>
    Linear,

    /// <summary>Along the arc around the origin: the direction turns evenly, the length changes evenly. Points of a normal distribution in
    /// many dimensions lie near a sphere, and so do those of this way, but not those of a straight line.</summary>
    Spherical,
}
