using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// <summary>Trainers that minimise a convex loss by L-BFGS.</summary>
public abstract class LbfgsTrainerBase<TOptions, TTransformer, TModel> : TrainerEstimatorBase<TTransformer, TModel>
    where TOptions : LbfgsTrainerBase<TOptions, TTransformer, TModel>.OptionsBase, new()
    where TTransformer : ISingleFeaturePredictionTransformer<TModel>
    where TModel : class
{
    private protected readonly TOptions LbfgsOptions;

    private protected LbfgsTrainerBase(IHostEnvironment env, TOptions options)
        : base(Contracts.CheckValue(env, nameof(env)).Register(nameof(LbfgsTrainerBase<TOptions, TTransformer, TModel>)),
            new SchemaShape.Column(options.FeatureColumnName, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false),
            new SchemaShape.Column(options.LabelColumnName, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, true),
            options.ExampleWeightColumnName == null
                ? default
                : new SchemaShape.Column(options.ExampleWeightColumnName, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.Single, false))
    {
        Contracts.CheckParam(options.L1Regularization >= 0, nameof(options.L1Regularization), "Must be non-negative");
        Contracts.CheckParam(options.L2Regularization >= 0, nameof(options.L2Regularization), "Must be non-negative");
        Contracts.CheckParam(options.OptimizationTolerance > 0, nameof(options.OptimizationTolerance), "Must be positive");
        Contracts.CheckParam(options.HistorySize > 0, nameof(options.HistorySize), "Must be positive");
        Contracts.CheckParam(options.MaximumNumberOfIterations > 0, nameof(options.MaximumNumberOfIterations), "Must be positive");
        Contracts.CheckParam(options.NumberOfThreads is null or > 0, nameof(options.NumberOfThreads), "Must be positive");
        LbfgsOptions = options;
    }

    /// <summary>What it would like to have done with its data.</summary>
    public override TrainerInfo Info { get; } = new(caching: true, supportIncrementalTrain: true);

    /// <summary>Options of L-BFGS trainers.</summary>
    public abstract class OptionsBase : TrainerInputBaseWithWeight
    {
        /// <summary>The defaults.</summary>
        protected OptionsBase()
        {
        }

        /// <summary>Weight of the squares of the weights: L2/2 times their sum is added to the summed loss.</summary>
        public float L2Regularization = 1;

        /// <summary>Weight of the magnitudes of the weights: L1 times their sum is added to the summed loss.</summary>
        public float L1Regularization = 1;

        /// <summary>Training ends when the objective improves by less than this part of it in the mean of five iterations.</summary>
        public float OptimizationTolerance = 1e-7f;

        /// <summary>How many steps the approximation of the Hessian remembers.</summary>
        public int HistorySize = 20;

        /// <summary>The most iterations.</summary>
        public int MaximumNumberOfIterations = int.MaxValue;

        /// <summary>How many threads to use; null for one for each processor. The result does not depend on it.</summary>
        public int? NumberOfThreads;

        /// <summary>Whether to keep the weights from becoming negative.</summary>
        public bool EnforceNonNegativity;
    }
}
