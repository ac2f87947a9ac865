using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Makes, splits and reorders views.</summary>
public sealed partial class DataOperationsCatalog : IInternalCatalog
{
    private readonly IHostEnvironment _env;

    internal DataOperationsCatalog(IHostEnvironment env)
    {
        _env = Contracts.CheckValue(env, nameof(env));
    }

    IHostEnvironment IInternalCatalog.Environment => _env;

    /// <summary>A view over objects, read anew each time the view is read.</summary>
    public IDataView LoadFromEnumerable<TRow>(IEnumerable<TRow> data, SchemaDefinition schemaDefinition = null)
        where TRow : class
        => new EnumerableDataView<TRow>(Contracts.CheckValue(data, nameof(data)), schemaDefinition);

    /// <summary>A view over objects whose columns carry the annotations of a schema.</summary>
    public IDataView LoadFromEnumerable<TRow>(IEnumerable<TRow> data, DataViewSchema schema)
        where TRow : class
    {
        Contracts.CheckValue(data, nameof(data));
        return new EnumerableDataView<TRow>(data, schema == null ? null : SchemaDefinition.FromSchema(typeof(TRow), schema));
    }

    /// <summary>The rows of a view as objects; with <paramref name="reuseRowObject"/> the same object each time.</summary>
    public IEnumerable<TRow> CreateEnumerable<TRow>(IDataView data, bool reuseRowObject, bool ignoreMissingColumns = false,
        SchemaDefinition schemaDefinition = null)
        where TRow : class, new()
        => TypedReader.Read<TRow>(Contracts.CheckValue(data, nameof(data)), reuseRowObject, ignoreMissingColumns, schemaDefinition);

    /// <summary>A view that keeps in memory what has been read of it.</summary>
    public IDataView Cache(IDataView input, params string[] columnsToPrefetch)
    {
        Contracts.CheckValue(input, nameof(input));
        // A name that is not there is an error at once, although nothing is read before somebody asks for it.
        foreach (string name in columnsToPrefetch ?? [])
            Contracts.CheckParam(input.Schema.GetColumnOrNull(name) != null, nameof(columnsToPrefetch), $"Column '{name}' not found");
        return new CacheDataView(input);
    }

    /// <summary>The rows in another order, the same each time the view is read, made with a pool of rows that are held in memory.</summary>
    public IDataView ShuffleRows(IDataView input, int? seed = null, int shufflePoolSize = 1000, bool shuffleSource = true)
    {
        Contracts.CheckValue(input, nameof(input));
        Contracts.CheckParam(shufflePoolSize > 0, nameof(shufflePoolSize), "Must be positive");
        return new ShuffledDataView(input, seed ?? _env.Register("Shuffle").Rand.Next(), shufflePoolSize, shuffleSource);
    }

    /// <summary>The first rows.</summary>
    public IDataView TakeRows(IDataView input, long count)
    {
        Contracts.CheckValue(input, nameof(input));
        Contracts.CheckParam(count > 0, nameof(count), "Must be greater than zero.");
        return new SkipTakeDataView(input, 0, count);
    }

    /// <summary>All but the first rows.</summary>
    public IDataView SkipRows(IDataView input, long count)
    {
        Contracts.CheckValue(input, nameof(input));
        Contracts.CheckParam(count > 0, nameof(count), "Must be greater than zero.");
        return new SkipTakeDataView(input, count, long.MaxValue);
    }

    /// <summary>Two parts; rows of equal <paramref name="samplingKeyColumnName"/> go into the same part.</summary>
    public TrainTestData TrainTestSplit(IDataView data, double testFraction = 0.1, string samplingKeyColumnName = null, int? seed = null)
    {
        Contracts.CheckValue(data, nameof(data));
        Contracts.CheckParam(testFraction > 0 && testFraction < 1, nameof(testFraction), "Must be between 0 and 1 exclusive");
        RowFraction fraction = RowFraction.Of(data, samplingKeyColumnName, seed ?? SeedOfEnvironment());
        return Split(data, fraction, 0, testFraction);
    }

    /// <summary>Parts for cross-validation: each row is in the test set of exactly one.</summary>
    public IReadOnlyList<TrainTestData> CrossValidationSplit(IDataView data, int numberOfFolds = 5, string samplingKeyColumnName = null, int? seed = null)
    {
        Contracts.CheckValue(data, nameof(data));
        Contracts.CheckParam(numberOfFolds > 1, nameof(numberOfFolds), "Must be more than 1");
        RowFraction fraction = RowFraction.Of(data, samplingKeyColumnName, seed ?? SeedOfEnvironment());
        var folds = new TrainTestData[numberOfFolds];
        for (int i = 0; i < folds.Length; i++)
            folds[i] = Split(data, fraction, (double)i / numberOfFolds, (double)(i + 1) / numberOfFolds);
        return folds;
    }

    private static TrainTestData Split(IDataView data, RowFraction fraction, double testFrom, double testTo)
        => new(
            new FractionFilter(data, fraction, testFrom, testTo, outside: true),
            new FractionFilter(data, fraction, testFrom, testTo, outside: false));

    private int SeedOfEnvironment()
        => (_env as IHostEnvironmentInternal)?.Seed ?? _env.Register("GenerateNumber").Rand.Next();
}
