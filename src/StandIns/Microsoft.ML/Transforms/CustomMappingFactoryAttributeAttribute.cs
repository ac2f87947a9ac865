namespace Microsoft.ML.Transforms;

/// <summary>Put on a <see cref="CustomMappingFactory{TSrc, TDst}"/>, names the contract under which loaded models find it.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false, Inherited = true)]
public sealed class CustomMappingFactoryAttributeAttribute : ExtensionBaseAttribute
{
    /// <summary>Names the contract.</summary>
    public CustomMappingFactoryAttributeAttribute(string contractName)
        : base(contractName)
    {
    }
}
