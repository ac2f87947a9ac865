using System.Runtime.CompilerServices;
using MlNetGenerative;
using Microsoft.ML;

// The members of Microsoft.ML.Core by which ML.NET saves and loads its own components are internal; this opens them at run time.
[assembly: IgnoresAccessChecksTo("Microsoft.ML.Core")]

// Where ML.NET looks a saved component up by the loader signature in its header; Load needs no registration by the user.
[assembly: LoadableClass(typeof(VariationalAutoencoderTransformer), null, typeof(SignatureLoadModel), "", VariationalAutoencoderTransformer.LoaderSignature)]
[assembly: LoadableClass(typeof(GenerativeAdversarialNetworkTransformer), null, typeof(SignatureLoadModel), "", GenerativeAdversarialNetworkTransformer.LoaderSignature)]
