using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>What prediction engines have in common: an input row filled from an object, the model's row behind it, an object filled from that.</summary>
public abstract class PredictionEngineBase<TSrc, TDst> : IDisposable
    where TSrc : class
    where TDst : class, new()
{
    private readonly ObjectRow<TSrc> _inputRow;
    private readonly DataViewRow _outputRow;
    private readonly Action<TDst> _fill;
    private readonly ITransformer _transformer;
    private readonly bool _ownsTransformer;
    private bool _disposed;

    private protected PredictionEngineBase(IHostEnvironment env, ITransformer transformer, PredictionEngineOptions options)
    {
        Contracts.CheckValue(env, nameof(env));
        Contracts.CheckValue(transformer, nameof(transformer));
        Contracts.CheckParam(transformer.IsRowToRowMapper, nameof(transformer), "Must be a row to row mapper");
        _transformer = transformer;
        _ownsTransformer = options.OwnsTransformer;

        _inputRow = new ObjectRow<TSrc>(MemberBinding.ForReading(typeof(TSrc), options.InputSchemaDefinition));
        IRowToRowMapper mapper = transformer.GetRowToRowMapper(_inputRow.Schema);
        OutputSchema = mapper.OutputSchema;
        MemberBinding[] members = MemberBinding.ForWriting(typeof(TDst), options.OutputSchemaDefinition, OutputSchema, options.IgnoreMissingColumns);
        _outputRow = mapper.GetRow(_inputRow, mapper.OutputSchema);
        _fill = ObjectFiller.Make<TDst>(_outputRow, members);
    }

    /// <summary>The columns that the model gives for an object.</summary>
    public DataViewSchema OutputSchema { get; }

    /// <summary>The prediction for an example, as a new object.</summary>
    public TDst Predict(TSrc example)
    {
        var prediction = new TDst();
        Predict(example, ref prediction);
        return prediction;
    }

    /// <summary>Writes the prediction for an example into an object.</summary>
    public abstract void Predict(TSrc example, ref TDst prediction);

    /// <summary>Releases the engine, and the transformer when the engine owns it.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _outputRow.Dispose();
        if (_ownsTransformer)
            (_transformer as IDisposable)?.Dispose();
    }

    private protected void Run(TSrc example, ref TDst prediction)
    {
        Contracts.Check(!_disposed, "The prediction engine is disposed.");
        _inputRow.Set(example);
        prediction ??= new TDst();
        _fill(prediction);
    }
}
