using Microsoft.ML;

namespace MlNetGenerative.Generation;

/// <summary>Finds the generative model inside a transformer: the transformer itself, or one in a chain of transformers, however deep.</summary>
internal static class GenerativeModels
{
    /// <summary>The one transformer of kind <typeparamref name="T"/>, and the transformers that data goes through before it.</summary>
    /// <exception cref="ArgumentException">There is none, or more than one.</exception>
    public static (T Model, IReadOnlyList<ITransformer> Before) FindOnly<T>(ITransformer model) where T : class
    {
        ArgumentNullException.ThrowIfNull(model);
        List<ITransformer> flat = [.. Flatten(model)];
        List<int> found = [.. Enumerable.Range(0, flat.Count).Where(position => flat[position] is T)];
        return found.Count switch
        {
            1 => ((T)(object)flat[found[0]], flat[..found[0]]),
            0 => throw new ArgumentException(
                $"The model holds no {typeof(T).Name}: expected a generative transformer, or a chain with one, such as ml.Generative().RestrictedBoltzmannMachine(...) makes; got {Names(flat)}.", nameof(model)),
            _ => throw new ArgumentException(
                $"The model holds {found.Count} transformers that are {typeof(T).Name}: {Names(found.Select(position => flat[position]))}. Pass the one that is meant.", nameof(model)),
        };
    }

    private static IEnumerable<ITransformer> Flatten(ITransformer model) =>
        model is IEnumerable<ITransformer> chain ? chain.SelectMany(Flatten) : [model];

    private static string Names(IEnumerable<ITransformer> transformers)
    {
        string names = string.Join(", ", transformers.Select(transformer => transformer.GetType().Name));
        return names.Length > 0 ? names : "an empty chain";
    }
}
