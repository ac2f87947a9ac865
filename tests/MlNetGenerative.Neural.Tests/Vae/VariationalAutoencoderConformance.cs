using MlNetGenerative.Tests.Pipeline;
using Microsoft.ML;

namespace MlNetGenerative.Neural.Tests;

[TestClass]
public sealed class VariationalAutoencoderConformance : ComponentConformance
{
    // libtorch computes the rows of a batch with wide vectors and a single row with narrow ones, in another order.
    private const float Tolerance = 1e-5f;

    protected override int LookAhead => 512;

    protected override IEstimator<ITransformer> Create(MLContext ml, CancellationToken cancellation = default) =>
        ml.Generative().VariationalAutoencoder(Autoencoders.AllColumns(cancellation));

    protected override void AssertSameRow(string expected, string got)
    {
        string[] expectedParts = expected.Split(' '), gotParts = got.Split(' ');
        Assert.HasCount(expectedParts.Length, gotParts);
        for (int part = 0; part < expectedParts.Length; part++)
        {
            if (expectedParts[part] == gotParts[part])
                continue;
            float[] expectedNumbers = Numbers(expectedParts[part]), gotNumbers = Numbers(gotParts[part]);
            for (int i = 0; i < expectedNumbers.Length; i++)
                Assert.AreEqual(expectedNumbers[i], gotNumbers[i], Tolerance * (1 + Math.Abs(expectedNumbers[i])), $"{expected} | {got}");
        }
    }

    private static float[] Numbers(string hex)
    {
        byte[] bytes = Convert.FromHexString(hex);
        return [.. Enumerable.Range(0, bytes.Length / 4).Select(i => BitConverter.ToSingle(bytes, 4 * i))];
    }
}
