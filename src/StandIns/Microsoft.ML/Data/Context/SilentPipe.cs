using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A pipe that nobody listens to.</summary>
internal sealed class SilentPipe<TMessage> : IPipe<TMessage>
{
    private readonly IExceptionContext _parent;

    public SilentPipe(IExceptionContext parent, string fullName)
    {
        _parent = parent;
        ContextDescription = fullName;
    }

    public string ContextDescription { get; }

    public TException Process<TException>(TException ex)
        where TException : Exception
        => _parent.Process(ex);

    public void Send(TMessage msg)
    {
    }

    public void Dispose()
    {
    }
}
