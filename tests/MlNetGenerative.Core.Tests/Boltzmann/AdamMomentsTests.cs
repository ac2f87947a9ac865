using MlNetGenerative.Core.Boltzmann;

namespace MlNetGenerative.Core.Tests.Boltzmann;

[TestClass]
public sealed class AdamMomentsTests
{
    /// <summary>Against the formulas of the paper in double precision, at lengths that vectors do not divide.</summary>
    [TestMethod]
    [DataRow(1)]
    [DataRow(16)]
    [DataRow(37)]
    public void StepsFollowThePaper(int length)
    {
        var moments = new AdamMoments(length + 5);
        float[] parameters = RandomMachine.Numbers(length, 1, 1);
        double[] expected = [.. parameters.Select(x => (double)x)], m = new double[length], s = new double[length];
        for (int t = 1; t <= 20; t++)
        {
            float[] gradient = RandomMachine.Numbers(length, 0.1f, (ulong)(100 + t));
            moments.Step(parameters, gradient, 5, AdamMoments.Factors(0.01f, t));
            for (int k = 0; k < length; k++)
            {
                m[k] = 0.9 * m[k] + 0.1 * gradient[k];
                s[k] = 0.999 * s[k] + 0.001 * gradient[k] * gradient[k];
                expected[k] += 0.01 * (m[k] / (1 - Math.Pow(0.9, t))) / (Math.Sqrt(s[k] / (1 - Math.Pow(0.999, t))) + 1e-8);
            }
        }
        for (int k = 0; k < length; k++)
            Assert.AreEqual(expected[k], parameters[k], 2e-6, $"entry {k}");
        CollectionAssert.AreEqual(new float[5], moments.First.Span[..5].ToArray(), "entries before the first are others'");
    }

    /// <summary>An entry's step does not depend on whether a vector or the remainder takes it.</summary>
    [TestMethod]
    public void EveryEntryIsComputedAlike()
    {
        const int Length = 67;
        float[] together = RandomMachine.Numbers(Length, 1, 1), alone = [.. together];
        var ofTogether = new AdamMoments(Length);
        var ofAlone = new AdamMoments(Length);
        for (int t = 1; t <= 5; t++)
        {
            float[] gradient = RandomMachine.Numbers(Length, 0.1f, (ulong)t);
            ofTogether.Step(together, gradient, 0, AdamMoments.Factors(0.01f, t));
            for (int k = 0; k < Length; k++)
                ofAlone.Step(alone.AsSpan(k, 1), gradient.AsSpan(k, 1), k, AdamMoments.Factors(0.01f, t));
        }
        CollectionAssert.AreEqual(alone, together);
    }
}
