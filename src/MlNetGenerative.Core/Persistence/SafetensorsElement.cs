namespace MlNetGenerative.Core.Persistence;

/// <summary>The element types that are read and written.</summary>
internal enum SafetensorsElement
{
    /// <summary>F32.</summary>
    Single,

    /// <summary>F64.</summary>
    Double,

    /// <summary>I64.</summary>
    Int64,
}
