using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Core.Training;
using MlNetGenerative.Pipeline;

namespace MlNetGenerative.Boltzmann;

/// <summary>The free energies of training rows, as the transformer's score column has them.</summary>
internal static class BoltzmannScores
{
    public static IEnumerable<float> Of(FittedBoltzmannMachine fitted, ITrainingRows rows)
    {
        var entries = new NonZeroEntries(fitted.Columns.Input, rows.Width);
        float[] activations = new float[fitted.Machine.NumberOfHiddenUnits];
        using ITrainingRowReader reader = rows.Open(null);
        while (reader.MoveNext())
            yield return Score(fitted, reader, entries, activations);
    }

    private static float Score(FittedBoltzmannMachine fitted, ITrainingRowReader reader, NonZeroEntries entries, float[] activations)
    {
        entries.Set(reader.Indices, reader.Values);
        if (fitted.Binarization == Binarization.Threshold)
            entries.Threshold();
        fitted.Machine.HiddenActivations(entries.Indices, entries.Values, activations);
        return (float)fitted.Machine.FreeEnergy(entries.Indices, entries.Values, activations);
    }
}
