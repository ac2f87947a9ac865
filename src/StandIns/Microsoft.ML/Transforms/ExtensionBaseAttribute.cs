namespace Microsoft.ML;

/// <summary>Marks a class as the implementation of a named contract that a saved model refers to.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public abstract class ExtensionBaseAttribute : Attribute
{
    private protected ExtensionBaseAttribute(string contractName)
    {
        ContractName = contractName;
    }

    /// <summary>The name of the contract.</summary>
    public string ContractName { get; }
}
