namespace Microsoft.ML.Runtime;

/// <summary>Whoever an exception can be told to come from.</summary>
public interface IExceptionContext
{
    /// <summary>Notes on the exception where it comes from and returns it.</summary>
    TException Process<TException>(TException ex)
        where TException : Exception;

    /// <summary>Who this is, in words.</summary>
    string ContextDescription { get; }
}
