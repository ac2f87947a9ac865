namespace TorchSharp;

/// <summary>Kinds of devices.</summary>
public enum DeviceType
{
    CPU = 0,
    CUDA = 1,
}
