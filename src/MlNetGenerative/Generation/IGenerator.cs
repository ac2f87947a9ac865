using Microsoft.ML;

namespace MlNetGenerative;

/// <summary>A model that generates rows.</summary>
public interface IGenerator
{
    /// <summary>Generates rows with the model's default options.</summary>
    /// <param name="count">The number of rows, at least 1.</param>
    /// <param name="seed">The seed; null uses the model's own, so that the same model gives the same rows.</param>
    /// <returns>A lazy, repeatable view.</returns>
    IDataView Generate(int count, int? seed = null);

    /// <summary>Generates rows.</summary>
    /// <param name="options">The options of the model's kind.</param>
    /// <returns>A lazy, repeatable view: the same row has the same values on every cursor, serial, parallel or shuffled.</returns>
    /// <exception cref="ArgumentException">The options belong to another kind of model.</exception>
    IDataView Generate(GenerationOptions options);
}
