using MlNetGenerative.Neural.Training;

namespace MlNetGenerative.Neural.Tests.Training;

internal readonly record struct RegressionLosses(double Error, double Size) : ILosses
{
    public static IReadOnlyList<string> Names { get; } = ["Error", "Size"];

    public void CopyTo(Span<double> values) => (values[0], values[1]) = (Error, Size);
}
