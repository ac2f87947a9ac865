namespace TorchSharp;

/// <summary>A number in an operation with a tensor.</summary>
public sealed class Scalar : IDisposable
{
    internal Scalar(double value) => Value = value;

    internal double Value { get; }

    public static implicit operator Scalar(float value) => new(value);

    public static implicit operator Scalar(double value) => new(value);

    public static implicit operator Scalar(int value) => new(value);

    public static implicit operator Scalar(long value) => new(value);

    public void Dispose()
    {
    }
}
