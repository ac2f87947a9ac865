using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Applies a trained model to one column of features.</summary>
public abstract class SingleFeaturePredictionTransformerBase<TModel> : PredictionTransformerBase<TModel>, ISingleFeaturePredictionTransformer<TModel>
    where TModel : class
{
    private protected const string ModelDirectory = "Model";
    private protected const string TrainSchemaEntry = "TrainSchema";

    private protected SingleFeaturePredictionTransformerBase(IHost host, TModel model, DataViewSchema trainSchema, string featureColumn)
        : base(host, model, trainSchema)
    {
        FeatureColumnName = featureColumn;
        FeatureColumnType = trainSchema.GetColumnOrNull(featureColumn)?.Type
            ?? throw Contracts.ExceptSchemaMismatch(nameof(featureColumn), "feature", featureColumn);
    }

    /// <summary>The name of the column of features.</summary>
    public string FeatureColumnName { get; }

    /// <summary>The type of the column of features.</summary>
    public DataViewType FeatureColumnType { get; }

    /// <summary>The input columns and those that the model adds.</summary>
    public sealed override DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        Contracts.CheckValue(inputSchema, nameof(inputSchema));
        return new BoundRowMapper(inputSchema, MakeRowMapper(inputSchema)).OutputSchema;
    }

    /// <summary>The column of features; throws when it is missing or of another type than the model was trained on.</summary>
    private protected DataViewSchema.Column CheckFeatures(DataViewSchema inputSchema)
    {
        DataViewSchema.Column column = inputSchema.GetColumnOrNull(FeatureColumnName)
            ?? throw Contracts.ExceptSchemaMismatch(nameof(inputSchema), "feature", FeatureColumnName);
        if (!column.Type.Equals(FeatureColumnType))
            throw Contracts.ExceptSchemaMismatch(nameof(inputSchema), "feature", FeatureColumnName, FeatureColumnType.ToString(), column.Type.ToString());
        return column;
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SaveModel(Model, ModelDirectory);
        using IChannel channel = Host.Start("Saving train schema");
        ctx.SaveBinaryStream(TrainSchemaEntry, writer => IdvSchema.Write(channel, TrainSchema, hiddenToo: false, writer.BaseStream));
        ctx.SaveString(FeatureColumnName);
    }

    private protected static DataViewSchema LoadTrainSchema(ModelLoadContext ctx)
    {
        using MemoryStream content = ctx.Repository.ReadOrNull(ctx.Directory, TrainSchemaEntry);
        Contracts.CheckDecode(content != null, $"Corrupt model file: '{TrainSchemaEntry}' is missing");
        return IdvSchema.Read(content);
    }
}
