namespace MlNetGenerative.Core.Persistence;

/// <summary>A named array with a shape, as a safetensors file holds it.</summary>
/// <param name="Name">Unique in the file.</param>
/// <param name="Shape">Sizes, outermost first; empty for a scalar.</param>
/// <param name="Values">A <c>float[]</c> (F32), <c>double[]</c> (F64) or <c>long[]</c> (I64) with as many elements as the shape says, the
/// last index running fastest.</param>
internal sealed record SafetensorsTensor(string Name, int[] Shape, Array Values);
