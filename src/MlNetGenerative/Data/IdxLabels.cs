using System.Globalization;
using MlNetGenerative.Core.Data;
using MlNetGenerative.Core.Training;

namespace MlNetGenerative.Data;

/// <summary>The labels of an IDX file, one byte an item, held in memory.</summary>
internal sealed class IdxLabels
{
    private const int MaximumNumberOfClasses = 256;

    private readonly byte[] _labels;

    private IdxLabels(byte[] labels, int numberOfClasses)
    {
        _labels = labels;
        NumberOfClasses = numberOfClasses;
    }

    public int NumberOfClasses { get; }

    /// <summary>The labels as text: <c>0</c>, <c>1</c> and so on.</summary>
    public string[] Names => [.. Enumerable.Range(0, NumberOfClasses).Select(label => label.ToString(CultureInfo.InvariantCulture))];

    public byte this[int item] => _labels[item];

    /// <summary>Reads labels for the items of another file.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, does not fit the items, or has a label beyond the number of classes.</exception>
    public static IdxLabels Read(string path, IdxFile items, int? numberOfClasses)
    {
        SettingCheck.Require(numberOfClasses is null or >= 1 and <= MaximumNumberOfClasses, nameof(numberOfClasses), numberOfClasses,
            $"from 1 to {MaximumNumberOfClasses}, or null for the largest label and one more");
        IdxFile file = IdxFile.Open(path);
        if (file.Dimensions.Count != 1)
            throw new InvalidDataException(
                $"IDX file '{path}', offset 3: expected 1 dimension, as a file of labels has, got {file.Dimensions.Count}. Images and labels may be exchanged.");
        if (file.Count != items.Count)
            throw new InvalidDataException(
                $"IDX file '{path}', offset 4: expected {items.Count} labels, one for each item of '{items.Path}', got {file.Count}. Give the two files of one set.");

        byte[] labels = new byte[file.Count];
        using IdxReader reader = file.OpenReader();
        byte[] label = new byte[1];
        for (int item = 0; reader.ReadItem(label); item++)
        {
            labels[item] = label[0];
            if (labels[item] >= numberOfClasses)
                throw new InvalidDataException(
                    $"IDX file '{path}', offset {8 + item}: expected a label from 0 to {numberOfClasses - 1}, got {labels[item]}. Give a larger numberOfClasses.");
        }
        return new IdxLabels(labels, numberOfClasses ?? (labels.Length == 0 ? 1 : labels.Max() + 1));
    }
}
