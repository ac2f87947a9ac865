using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>What the catalogs of the learning tasks have in common.</summary>
public abstract class TrainCatalogBase : IInternalCatalog
{
    private protected readonly IHostEnvironment Environment;

    private protected TrainCatalogBase(IHostEnvironment env)
    {
        Environment = Contracts.CheckValue(env, nameof(env));
    }

    IHostEnvironment IInternalCatalog.Environment => Environment;

    /// <summary>A catalog of trainers.</summary>
    public abstract class CatalogInstantiatorBase : IInternalCatalog
    {
        private readonly TrainCatalogBase _owner;

        private protected CatalogInstantiatorBase(TrainCatalogBase catalog)
        {
            _owner = catalog;
        }

        IHostEnvironment IInternalCatalog.Environment => _owner.Environment;
    }

    /// <summary>One fold of a cross-validation.</summary>
    public sealed class CrossValidationResult<T>
        where T : class
    {
        /// <summary>The model trained on the other folds.</summary>
        public readonly ITransformer Model;

        /// <summary>The metrics of the fold.</summary>
        public readonly T Metrics;

        /// <summary>The fold, as the model scores it.</summary>
        public readonly IDataView ScoredHoldOutSet;

        /// <summary>The number of the fold, from 0.</summary>
        public readonly int Fold;

        internal CrossValidationResult(ITransformer model, T metrics, IDataView scores, int fold)
        {
            Model = model;
            Metrics = metrics;
            ScoredHoldOutSet = scores;
            Fold = fold;
        }
    }
}
