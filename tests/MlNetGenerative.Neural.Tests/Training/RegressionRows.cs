using MlNetGenerative.Core.Numerics;
using MlNetGenerative.Core.Training;

namespace MlNetGenerative.Neural.Tests.Training;

/// <summary>Rows x0, x1, x2, y with y = x0 x1 − x2 / 2 and a little noise; some x are zero.</summary>
internal static class RegressionRows
{
    public static CachedRows Create(int count, ulong seed = 5)
    {
        var rows = new CachedRows(4);
        var random = new Philox(seed, RandomStream.Prior);
        float[] row = new float[4];
        for (int i = 0; i < count; i++)
        {
            random.Fill((ulong)i, 0, row);
            for (int column = 0; column < 3; column++)
                row[column] = row[column] < 0.2f ? 0 : 2 * row[column] - 1;
            row[3] = row[0] * row[1] - row[2] / 2 + 0.02f * row[3];
            rows.Add([0, 1, 2, 3], row);
        }
        return rows;
    }
}
