using MlNetGenerative.Pipeline;
using Microsoft.ML;

namespace MlNetGenerative.Boltzmann;

/// <summary>A fitted Boltzmann machine bound to an input schema.</summary>
internal sealed class BoltzmannMapper : AppendColumnsMapper
{
    private readonly FittedBoltzmannMachine _fitted;
    private readonly DataViewSchema.Column _features;

    /// <exception cref="ArgumentOutOfRangeException">The schema has no features column of the right type and size.</exception>
    public static BoltzmannMapper Bind(FittedBoltzmannMachine fitted, DataViewSchema inputSchema) =>
        new(fitted, inputSchema, FeatureColumn.Require(inputSchema, fitted.Columns.Input, fitted.Machine.NumberOfVisibleUnits));

    private BoltzmannMapper(FittedBoltzmannMachine fitted, DataViewSchema inputSchema, DataViewSchema.Column features)
        : base(inputSchema, fitted.Columns.Append(features, fitted.Machine.NumberOfHiddenUnits))
    {
        _fitted = fitted;
        _features = features;
    }

    protected override IEnumerable<int> InputsOf(int appended) => [_features.Index];

    public override Delegate?[] CreateGetters(DataViewRow input, bool[] appendedActive)
    {
        var getters = new Delegate?[appendedActive.Length];
        if (!appendedActive.Contains(true))
            return getters;
        var scorer = new BoltzmannRowScorer(_fitted, input, _features);
        for (int column = 0; column < getters.Length; column++)
            if (appendedActive[column])
                getters[column] = scorer.CreateGetter(_fitted.Columns.Outputs[column].Output);
        return getters;
    }
}
