using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Boltzmann;

/// <summary>What is kept of the panels of a matrix from one drawing of states by whole numbers to the next (see <see cref="FixedPointPanel"/>): the scales of its
/// columns, and whether it has not paid. It changes how long drawing takes, and no state.</summary>
internal sealed unsafe class FixedPointScales
{
    // Calls that a panel sits out when whole numbers left too much to the weights.
    private const int Rest = 256;

    // Rounding of each row must not use up the range.
    private const int MostRows = 8192;

    private readonly AlignedBuffer<float> _scales;
    private readonly int[] _rest;

    /// <summary>Makes scales that are yet to be chosen.</summary>
    public FixedPointScales(PanelMatrix weights)
    {
        _scales = new AlignedBuffer<float>(weights.PaddedColumns);
        _rest = new int[weights.Panels];
    }

    /// <summary>The scales of a panel's columns; 0 before they are chosen.</summary>
    public float* Of(int panel) => _scales.Pointer + panel * PanelMatrix.PanelWidth;

    /// <summary>Whether whole numbers may be faster than the weights, which cost a time that grows with the rows chosen.</summary>
    /// <param name="rows">The rows of a panel.</param>
    /// <param name="samples">The samples that states are drawn for.</param>
    /// <param name="meanChosen">The mean number of rows that a sample chooses.</param>
    public static bool Pay(int rows, int samples, float meanChosen)
        => rows <= MostRows && samples >= SubsetSums.FewestSamples && Saved(rows, meanChosen) > 0;

    /// <summary>Whether to try a panel; one that has not paid is left out for a while.</summary>
    public bool Try(int panel)
    {
        if (_rest[panel] == 0)
            return true;
        _rest[panel]--;
        return false;
    }

    /// <summary>Says that a panel cannot be used as it is.</summary>
    public void LeaveOut(int panel) => _rest[panel] = Rest;

    /// <summary>Says how many states of a panel were left to the weights.</summary>
    public void Left(int panel, int states, int rows, int samples, float meanChosen)
    {
        // A row costs such a state half as much again as two vectors of a panel.
        if (states * 1.5f * meanChosen > samples * Saved(rows, meanChosen))
            LeaveOut(panel);
    }

    /// <summary>Additions of vectors that a sample saves: two for each row, against one for each four rows and a share of filling the table.</summary>
    private static float Saved(int rows, float meanChosen) => 2 * meanChosen - rows / 3f;
}
