using MlNetGenerative;
using MlNetGenerative.Core.Data;
using MlNetGenerative.Data;

namespace Microsoft.ML;

/// <summary>Loads IDX files, the format of MNIST and its relatives.</summary>
public static class IdxLoaderExtensions
{
    /// <summary>Loads an IDX file of images, and the file of their labels, as a lazy view of known row count that can be shuffled uniformly.</summary>
    /// <param name="catalog">The catalog, <c>ml.Data</c>.</param>
    /// <param name="imagesPath">The images (or other items of unsigned bytes), plain or compressed with gzip. The header is read now, items when
    /// a cursor asks for them; a compressed file is unpacked into memory at the first row.</param>
    /// <param name="labelsPath">The labels, one byte an image, read now; null for a view without labels.</param>
    /// <param name="pixels">What the bytes become; 0 to 1 by default.</param>
    /// <param name="numberOfClasses">The number of label classes, 1 to 256; null is the largest label and one more. Give it where training and
    /// test files must agree though one of them lacks the last class.</param>
    /// <param name="featuresColumnName">The name of the image column: a vector of <see cref="float"/>, one slot a pixel, rows first.</param>
    /// <param name="labelColumnName">The name of the label column: a key whose values are the texts "0", "1" and so on.</param>
    /// <returns>The view.</returns>
    /// <exception cref="FileNotFoundException">A file does not exist.</exception>
    /// <exception cref="InvalidDataException">A file is not an IDX file of unsigned bytes, is truncated, or the two do not fit together; the
    /// message names file, offset, expected and got. A compressed file's items are checked when they are first read.</exception>
    /// <example>
    /// <code>
    /// var ml = new MLContext(seed: 1);
    /// IDataView train = ml.Data.LoadFromIdx("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz");
    /// </code>
    /// </example>
    public static IDataView LoadFromIdx(
        this DataOperationsCatalog catalog, string imagesPath, string? labelsPath = null, IdxPixels pixels = IdxPixels.UnitInterval,
        int? numberOfClasses = null, string featuresColumnName = "Features", string labelColumnName = "Label")
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentException.ThrowIfNullOrWhiteSpace(featuresColumnName);
        ArgumentException.ThrowIfNullOrWhiteSpace(labelColumnName);
        IdxFile images = IdxFile.Open(imagesPath);
        IdxLabels? labels = labelsPath is null ? null : IdxLabels.Read(labelsPath, images, numberOfClasses);
        return new IdxView(images, labels, pixels, featuresColumnName, labelColumnName);
    }
}
