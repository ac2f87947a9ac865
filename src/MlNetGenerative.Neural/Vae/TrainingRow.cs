using MlNetGenerative.Core.Training;

namespace MlNetGenerative.Neural.Vae;

/// <summary>Takes a row apart: the columns, and after them the one-hot code of the label.</summary>
internal static class TrainingRow
{
    /// <summary>Writes the columns, which are zero before, and gives the label, -1 where there is none.</summary>
    public static int Read(ITrainingRowReader reader, Span<float> columns)
    {
        int label = -1;
        for (int i = 0; i < reader.Indices.Length; i++)
        {
            if (reader.Indices[i] < columns.Length)
                columns[reader.Indices[i]] = reader.Values[i];
            else
                label = reader.Indices[i] - columns.Length;
        }
        return label;
    }
}
