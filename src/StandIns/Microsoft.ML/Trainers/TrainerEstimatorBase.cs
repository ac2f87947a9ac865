using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

namespace Microsoft.ML.Trainers;

/// <summary>What trainers have in common: the columns they read and the checks of the schema.</summary>
public abstract class TrainerEstimatorBase<TTransformer, TModel> : ITrainerEstimator<TTransformer, TModel>
    where TTransformer : ISingleFeaturePredictionTransformer<TModel>
    where TModel : class
{
    /// <summary>The column of features.</summary>
    public readonly SchemaShape.Column FeatureColumn;

    /// <summary>The column of labels.</summary>
    public readonly SchemaShape.Column LabelColumn;

    /// <summary>The column of weights, not valid when there is none.</summary>
    public readonly SchemaShape.Column WeightColumn;

    private protected readonly IHost Host;

    private protected TrainerEstimatorBase(IHost host, SchemaShape.Column feature, SchemaShape.Column label, SchemaShape.Column weight = default)
    {
        Host = host;
        FeatureColumn = feature;
        LabelColumn = label;
        WeightColumn = weight;
    }

    /// <summary>What it would like to have done with its data.</summary>
    public abstract TrainerInfo Info { get; }

    /// <summary>Trains a model.</summary>
    public TTransformer Fit(IDataView input)
    {
        Contracts.CheckValue(input, nameof(input));
        CheckInputSchema(SchemaShape.Create(input.Schema));
        return MakeTransformer(TrainModel(input), input.Schema);
    }

    /// <summary>The columns with those that the trained model adds.</summary>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Contracts.CheckValue(inputSchema, nameof(inputSchema));
        CheckInputSchema(inputSchema);
        return Shapes.With(inputSchema, GetOutputColumnsCore(inputSchema));
    }

    private void CheckInputSchema(SchemaShape inputSchema)
    {
        Check(FeatureColumn, "feature");
        if (WeightColumn.IsValid)
            Check(WeightColumn, "weight");
        Check(LabelColumn, "label");

        void Check(SchemaShape.Column expected, string role)
        {
            SchemaShape.Column column = Shapes.Find(inputSchema, role, expected.Name);
            if (!expected.IsCompatibleWith(column))
                throw Contracts.ExceptSchemaMismatch(nameof(inputSchema), role, expected.Name, expected.GetTypeString(), column.GetTypeString());
        }
    }

    private protected abstract SchemaShape.Column[] GetOutputColumnsCore(SchemaShape inputSchema);

    private protected abstract TModel TrainModel(IDataView data);

    private protected abstract TTransformer MakeTransformer(TModel model, DataViewSchema trainSchema);
}
