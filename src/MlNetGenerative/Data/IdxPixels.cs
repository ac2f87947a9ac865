namespace MlNetGenerative;

/// <summary>What the bytes of an IDX file become.</summary>
public enum IdxPixels
{
    /// <summary>0 to 1: the byte divided by 255.</summary>
    UnitInterval,

    /// <summary>0 or 1: 1 for bytes from 128, which is at least half of 255.</summary>
    Threshold,

    /// <summary>0 to 255: the byte as it is.</summary>
    Bytes,
}
