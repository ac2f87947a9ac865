// Parts that the folders Persistence, Transforms and Evaluation bring; each goes when its file is there.
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML
{
    public sealed partial class ModelOperationsCatalog : IInternalCatalog
    {
        private readonly IHostEnvironment _env;

        internal ModelOperationsCatalog(IHostEnvironment env) => _env = env;

        IHostEnvironment IInternalCatalog.Environment => _env;
    }

    public sealed partial class TransformsCatalog : IInternalCatalog
    {
        private readonly IHostEnvironment _env;

        internal TransformsCatalog(IHostEnvironment env) => _env = env;

        IHostEnvironment IInternalCatalog.Environment => _env;
    }

    public sealed partial class MulticlassClassificationCatalog : IInternalCatalog
    {
        private readonly IHostEnvironment _env;

        internal MulticlassClassificationCatalog(IHostEnvironment env) => _env = env;

        IHostEnvironment IInternalCatalog.Environment => _env;
    }
}

namespace Microsoft.ML.Data
{
    public sealed partial class TransformerChain<TLastTransformer>
    {
        void ICanSaveModel.Save(ModelSaveContext ctx) => throw new NotImplementedException();
    }
}
